using System.IO.Enumeration;
using System.Text.Json.Serialization;

namespace Tributary.Core;

/// <summary>Lets only some tensors leave the client: adapters without their base model, a body without its personal head.</summary>
/// <remarks>Arivazhagan et al.: Federated learning with personalization layers. arXiv:1912.00818.</remarks>
public sealed record Share : IStage, IChecked
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Name => "share";

    /// <inheritdoc/>
    [JsonIgnore]
    public UpdateForm Reads => UpdateForm.Raw;

    /// <summary>
    /// Patterns of tensor names: <c>*</c> stands for any characters, <c>?</c> for one. A tensor is shared if one pattern fits.
    /// </summary>
    public required IReadOnlyList<string> Tensors { get; init; }

    /// <inheritdoc/>
    public IEnumerable<Problem> Check(string path)
    {
        if (Tensors.Count == 0)
            yield return Problem.OutOfRange($"{path}.tensors",
                "'share' has no patterns, so nothing would be learnt together. Give at least one, such as \"lora.*\".");
    }

    /// <inheritdoc/>
    public StagePlan Plan(UpdateSpec input)
    {
        foreach (string pattern in Tensors)
            if (!input.Segments.Any(segment => segment.Role == SegmentRole.Values && Fits(pattern, segment)))
                throw new CompositionException(ProblemCodes.StageDoesNotFit,
                    $"'share' finds no tensor that '{pattern}' fits, so nothing would be learnt by it. " +
                    $"Use patterns for some of: {Names(input)}.");
        bool[] shared =
            [.. input.Segments.Select(segment => segment.Role != SegmentRole.Values || segment.Name == AdaptiveClip.CountSegment
                || Tensors.Any(pattern => Fits(pattern, segment)))];
        UpdateSpec output = input with { Segments = [.. input.Segments.Where((_, i) => shared[i])] };
        return new(output, Decoding.Any, _ => new Client(input, output, shared), _ => Unchanged.Instance);
    }

    private static bool Fits(string pattern, Segment segment) =>
        FileSystemName.MatchesSimpleExpression(pattern, segment.Name, ignoreCase: false);

    private static string Names(UpdateSpec input)
    {
        string[] names = [.. input.Segments.Where(segment => segment.Role == SegmentRole.Values).Select(segment => segment.Name)];
        return string.Join(", ", names.Take(12)) + (names.Length > 12 ? $" and {names.Length - 12} more" : "");
    }

    private sealed class Client(UpdateSpec input, UpdateSpec output, bool[] shared) : IClientStage
    {
        public ValueTask<Payload> EncodeAsync(Payload update, CancellationToken cancellation)
        {
            ReadOnlySpan<float> from = ((RealPayload)update).Values;
            float[] values = new float[output.Length];
            Span<float> to = values;
            for (int i = 0; i < shared.Length; i++)
            {
                int length = input.Segments[i].Length;
                if (shared[i])
                {
                    from[..length].CopyTo(to);
                    to = to[length..];
                }
                from = from[length..];
            }
            return new(new RealPayload(output.Segments, values));
        }
    }
}
