using Tributary.Core;
using Tributary.Protocol;
using Tributary.Tensors;

namespace Tributary.Agent.Tests;

/// <summary>A coordinator of some runs in this process; what a service would do around it.</summary>
internal sealed class TestCoordinator(TestAuthority authority)
{
    public TestAuthority Authority => authority;

    public IBlobStore Blobs { get; } = new MemoryBlobStore();

    public List<TestRun> Runs { get; } = [];

    /// <summary>Where set, thrown at every request.</summary>
    public Exception? Failure { get; set; }

    /// <summary>How many requests fail, from the first on.</summary>
    public int FailingRequests { get; set; } = int.MaxValue;

    /// <summary>What a receipt becomes on its way.</summary>
    public Func<ReceiptMessage, ReceiptMessage> OnReceipt { get; set; } = receipt => receipt;

    /// <summary>What becomes of a round's evidence on its way.</summary>
    public Func<EvidenceMessage, EvidenceMessage> OnEvidence { get; set; } = evidence => evidence;

    /// <summary>Every body that was handed in, by run, round and site.</summary>
    public List<(RoundId Round, string Site, BlobId Body)> HandedIn { get; } = [];

    /// <summary>Happens before an evaluation is taken.</summary>
    public Action BeforeEvaluation { get; set; } = () => { };

    public MemoryRoundChannel Channel { get; } = new();

    public int Requests { get; set; }

    public async Task<TestRun> SubmitAsync(TestRun run)
    {
        await Blobs.PutAsync(run.JobText);
        await Blobs.PutAsync(run.ModelFile);
        await run.OpenAsync();
        Runs.Add(run);
        return run;
    }

    /// <summary>The bits of a run's published model.</summary>
    public async Task<byte[]> ModelAsync(TestRun run) => TestFederation.Bits(
        SafetensorsReader.Read(await run.Blobs.GetAsync(run.Coordinator!.State.Model!.Model)).ToParameters(run.Planned.Initial.Layout));

    public ICoordinatorService ServiceOf(string site, AgentStore store) => new TestService(this, site, store);
}
