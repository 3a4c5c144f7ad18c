using System.Runtime.Intrinsics;
using System.Text.Json.Serialization;

namespace Tributary.Core;

/// <summary>Scales an update down where its Euclidean norm exceeds a bound, so that no client can pull harder than that.</summary>
/// <remarks>McMahan, Ramage, Talwar, Zhang: Learning differentially private recurrent language models. ICLR 2018, section 2.2.</remarks>
public sealed record Clip : IStage, IChecked
{
    // What rounding the scaled values to floats may add to the norm, twice over.
    private const double Margin = 1 - 1.0 / (1 << 23);

    /// <inheritdoc/>
    [JsonIgnore]
    public string Name => "clip";

    /// <inheritdoc/>
    [JsonIgnore]
    public UpdateForm Reads => UpdateForm.Raw;

    /// <summary>The largest norm of all values together; above zero. Weight and metrics do not count.</summary>
    public required double Norm { get; init; }

    /// <summary>
    /// Whether each of L tensors is clipped by itself, to Norm / sqrt(L): a large layer then takes nothing from a small one.
    /// </summary>
    public bool PerLayer { get; init; }

    /// <summary>
    /// Lets the norm follow the clients' updates from round to round, beginning with <see cref="Norm"/>; null where it stays.
    /// </summary>
    public AdaptiveNorm? Adaptive { get; init; }

    /// <inheritdoc/>
    public IEnumerable<Problem> Check(string path)
    {
        if (!(Norm > 0 && double.IsFinite(Norm)))
            yield return Problem.OutOfRange($"{path}.norm",
                $"'clip' has the norm {Norm}, which would leave nothing or everything of an update. " +
                "Give a finite number above 0, such as 1.");
        if (PerLayer && Adaptive is not null)
            yield return Problem.OutOfRange($"{path}.adaptive",
                "'clip' follows the norm of whole updates, and with 'perLayer' there is one for every tensor. Leave one of the two out.");
    }

    /// <inheritdoc/>
    public StagePlan Plan(UpdateSpec input) => Adaptive is not null ? AdaptiveClip.Plan(this, input) : new(
        input with { NormBound = Math.Min(Norm, input.NormBound ?? Norm) }, Decoding.Any,
        _ => new Client(this, input), _ => Unchanged.Instance);

    private sealed class Client(Clip options, UpdateSpec input) : IClientStage
    {
        public ValueTask<Payload> EncodeAsync(Payload update, CancellationToken cancellation)
        {
            Span<float> values = ((RealPayload)update).Edit().AsSpan(0, input.ValueCount);
            if (options.PerLayer) ClipLayers(values);
            else ClipTo(options.Norm, values);
            return new(update);
        }

        private void ClipLayers(Span<float> values)
        {
            Segment[] layers = [.. input.Segments.Where(segment => segment.Role == SegmentRole.Values)];
            foreach (Segment layer in layers)
            {
                ClipTo(options.Norm / Math.Sqrt(layers.Length), values[..layer.Length]);
                values = values[layer.Length..];
            }
        }
    }

    /// <summary>Scales values down where their norm exceeds a bound, and says whether it did not.</summary>
    internal static bool ClipTo(double bound, Span<float> values)
    {
        double norm = Math.Sqrt(SumOfSquares(values));
        if (!(norm > bound)) return true;
        double factor = bound / norm * Margin;
        foreach (ref float value in values) value = (float)(value * factor);
        return false;
    }

    /// <summary>In double precision over eight lanes whatever the machine has, so that the bits are the same everywhere.</summary>
    private static double SumOfSquares(ReadOnlySpan<float> values)
    {
        Vector256<double> even = default, odd = default;
        int i = 0;
        for (; i <= values.Length - 8; i += 8)
        {
            (Vector256<double> low, Vector256<double> high) = Vector256.Widen(Vector256.Create(values[i..]));
            even += low * low;
            odd += high * high;
        }
        Vector256<double> lanes = even + odd;
        double sum = lanes[0] + lanes[1] + (lanes[2] + lanes[3]);
        for (; i < values.Length; i++) sum += (double)values[i] * values[i];
        return sum;
    }
}
