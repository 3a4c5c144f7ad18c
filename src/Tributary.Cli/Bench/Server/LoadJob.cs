using System.Text.Json.Nodes;
using Tributary.Core;
using Tributary.Protocol;
using Tributary.Tensors;

namespace Tributary.Cli;

/// <summary>
/// A job whose updates are one tensor of 32-bit floats, averaged, and the ready bodies that simulated agents send for it.
/// </summary>
internal sealed class LoadJob
{
    private const int Parameters = 1 << 18;
    private const string Tensor = "w";

    private readonly UpdateSpec _wire;

    private LoadJob(string text, byte[] model, UpdateSpec wire)
    {
        Text = text;
        Model = model;
        _wire = wire;
    }

    /// <summary>The job as it is submitted.</summary>
    public string Text { get; }

    /// <summary>The file of its initial model.</summary>
    public byte[] Model { get; }

    /// <summary>A job for some sites.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="sites">Who takes part.</param>
    /// <param name="cohort">How many a round waits for.</param>
    /// <param name="rounds">How many models it publishes.</param>
    /// <param name="large">Whether the model has 2^18 numbers (1 MiB) instead of one.</param>
    public static LoadJob Create(string name, IEnumerable<string> sites, int cohort, int rounds, bool large)
    {
        string text = new JsonObject
        {
            ["name"] = name,
            ["data"] = new JsonObject { ["use"] = "none" },
            ["partition"] = new JsonObject { ["use"] = "natural" },
            ["model"] = new JsonObject { ["use"] = "none" },
            ["weighting"] = "uniform",
            ["minimumCohort"] = cohort,
            ["rounds"] = rounds,
            ["field"] = new JsonObject { ["sites"] = new JsonArray([.. sites.Select(site => (JsonNode)site)]) },
        }.ToJsonString();
        var layout = new ParameterLayout([(Tensor, [large ? Parameters : 1], true)]);
        using var model = new MemoryStream();
        SafetensorsWriter.Write(model, new ParameterSet(layout));
        var problems = new List<Problem>();
        var catalog = new Catalog();
        JobSpec spec = JobReader.Read(text, catalog, problems) ?? throw new ProblemException(problems);
        Composition parts = catalog.Compose(spec, problems) ?? throw new ProblemException(problems);
        return new LoadJob(text, model.ToArray(), JobPhases.Of(spec, parts, layout).Training.Plan(cohort, problems)!.Wire);
    }

    /// <summary>An update that was not trained: small random numbers, weight one.</summary>
    public ReadOnlyMemory<byte> Update(int client)
    {
        float[] values = new float[_wire.Length];
        new RandomStream(1).Derive("update", client).FillNormal(values);
        foreach (ref float value in values.AsSpan()) value *= 0.01f;
        values[^1] = 1;
        return PayloadWriter.Write(new RealPayload(_wire.Segments, values));
    }

    /// <summary>Submits the job.</summary>
    /// <returns>The run's name, and the digest of the job that sites agree to.</returns>
    public async Task<(string Run, BlobId Text)> SubmitAsync(CoordinatorConnection connection, CancellationToken cancellation)
    {
        var model = BlobId.Of(Model);
        await new BlobTransfer(connection).UploadAsync(Routes.Upload(model), Model, cancellation);
        SubmitJobAnswer answer = await connection.PostAsync(
            Routes.Jobs, new SubmitJobRequest(Text, model), ProtocolJson.Default.SubmitJobRequest, ProtocolJson.Default.SubmitJobAnswer,
            cancellation: cancellation);
        return (answer.Run, BlobId.Of(System.Text.Encoding.UTF8.GetBytes(Text)));
    }
}
