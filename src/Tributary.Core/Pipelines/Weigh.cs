namespace Tributary.Core;

/// <summary>Turns a raw update into its share of the weighted sum: multiplies it by w / w_max, the number that its last element holds.</summary>
/// <remarks>The planner puts it where the first stage needs a weighted update. One division by the summed weights comes last of all.</remarks>
public sealed record Weigh : IStage
{
    /// <inheritdoc/>
    public string Name => "weigh";

    /// <inheritdoc/>
    public UpdateForm Reads => UpdateForm.Raw;

    /// <inheritdoc/>
    public StagePlan Plan(UpdateSpec input) =>
        new(input with { Form = UpdateForm.Weighted }, Decoding.Any, _ => new Client(), _ => Unchanged.Instance);

    private sealed class Client : IClientStage
    {
        public ValueTask<Payload> EncodeAsync(Payload input, CancellationToken cancellation)
        {
            float[] values = ((RealPayload)input).Values;
            float weight = values[^1];
            foreach (ref float value in values.AsSpan()[..^1]) value *= weight;
            return new(input);
        }
    }
}
