using System.Text.Json;
using Tributary.Core;

namespace Tributary.Agent.Tests;

/// <summary>A journal that cannot be read is a site that cannot be started again.</summary>
public sealed class AgentEventJsonTests
{
    private static readonly DateTimeOffset _now = DateTimeOffset.UnixEpoch;
    private static readonly BlobId _blob = BlobId.Of([1]);

    public static TheoryData<AgentEvent> Events =>
    [
        new JobSeen(_now, "run", "job", _blob, _blob, 0),
        new ConsentGiven(_now, "run", _blob, "policy"),
        new ConsentDeclined(_now, "run", _blob, "ada", "not our purpose"),
        new ModelFetched(_now, "run", _blob),
        new UpdateEncoded(_now, "run", 1, _blob, new Dictionary<string, BlobId> { ["residual"] = _blob }),
        new PrivacyReserved(_now, "run", 1, new PoissonSampledEvent(0.5, new GaussianEvent(2), Neighbours.ReplaceOne)),
        new PrivacyReserved(_now, "run", 1, new GaussianEvent(2), "tumours", _blob),
        new VaultStored(_now, "run", new Dictionary<string, BlobId> { ["residual"] = _blob }),
        new SafeKept(_now, "run", "run-key", _blob),
        new UpdateSettled(_now, "run", 1, Accepted: true, Reason: null, LedgerIndex: 3),
        new UpdateSettled(_now, "run", 1, Accepted: true, Reason: null, LedgerIndex: null),
        new UpdateSettled(_now, "run", 1, Accepted: false, DropReason.TooLate, LedgerIndex: null),
        new ProofAwaited(_now, "run", 1),
        new ProofSettled(_now, "run", 1),
        new RunLeft(_now, "run", "TRB0401", "why"),
        new RunEnded(_now, "run", "why"),
    ];

    [Theory]
    [MemberData(nameof(Events))]
    public void What_was_written_can_be_read(AgentEvent e)
    {
        string json = JsonSerializer.Serialize(e, AgentJson.Default.AgentEvent);
        Assert.Equivalent(e, JsonSerializer.Deserialize(json, AgentJson.Default.AgentEvent));
    }
}
