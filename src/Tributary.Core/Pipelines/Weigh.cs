namespace Tributary.Core;

/// <summary>
/// Turns a raw update into its share of the weighted sum: multiplies it by w / w_max, the number that its last element holds.
/// </summary>
/// <remarks>
/// The planner puts it where the first stage needs a weighted update. One division by the summed weights comes last of all. It refuses
/// numbers that cannot be summed, so that no stage after it meets one.
/// </remarks>
public sealed record Weigh : IStage
{
    /// <inheritdoc/>
    public string Name => "weigh";

    /// <inheritdoc/>
    public UpdateForm Reads => UpdateForm.Raw;

    /// <inheritdoc/>
    public StagePlan Plan(UpdateSpec input) =>
        new(input with { Form = UpdateForm.Weighted }, Decoding.Any, _ => new Client(input.Cohort), _ => Unchanged.Instance);

    private sealed class Client(int cohort) : IClientStage
    {
        public ValueTask<Payload> EncodeAsync(Payload input, CancellationToken cancellation)
        {
            var update = (RealPayload)input;
            if (!update.IsInRange(cohort))
                throw new MalformedUpdateException(
                    "The trained update holds numbers that are not finite or too large to be summed: training has diverged. " +
                    "Lower the learning rate, or put 'clip' first among the stages.");
            float weight = update.Values[^1];
            foreach (ref float value in update.Edit().AsSpan()[..^1]) value *= weight;
            return new(input);
        }
    }
}
