using Tributary.Tensors;

namespace Tributary.Core;

/// <summary>
/// Column statistics over all sites, before training: asks for averages, then for deviations from them, and writes
/// <see cref="MeanTensor"/> and <see cref="ScaleTensor"/> of the model.
/// </summary>
/// <remarks>
/// Two passes, because the difference of two large sums of squares would cancel. The server sees weighted averages of the sites and, since
/// the answers pass through no stage, those of every site; a job that must not show them does not normalize.
/// </remarks>
public sealed class NormalizePhase : IPhase
{
    /// <summary>The name of the first question: the average of every column.</summary>
    public const string Means = "column-means";

    /// <summary>The name of the second: the averages of every column's deviation from the published mean, and of its square.</summary>
    public const string Deviations = "column-deviations";

    /// <summary>The model's tensor of column means; not trainable.</summary>
    public const string MeanTensor = "normalize.mean";

    /// <summary>The model's tensor of factors, one over the standard deviation, or one for a constant column; not trainable.</summary>
    public const string ScaleTensor = "normalize.scale";

    internal const string MeanSegment = "mean", SquareSegment = "square";

    // Below this share of the mean, what looks like a deviation is the last place of single precision.
    private const double Resolution = 1.0 / (1 << 22);

    private readonly Question _means, _deviations;

    /// <summary>Statistics for a model with the two tensors.</summary>
    /// <param name="selector">Who is asked; everybody, as a rule.</param>
    /// <param name="pacing">When a round is complete.</param>
    /// <param name="layout">The model's tensors.</param>
    /// <exception cref="ArgumentException">The model has no such tensors.</exception>
    public NormalizePhase(ISelector selector, IPacing pacing, ParameterLayout layout)
    {
        if (layout.Find(MeanTensor) is not { } mean || layout.Find(ScaleTensor) is not { } scale || mean.Shape != scale.Shape)
            throw new ArgumentException(
                $"The model has no tensors '{MeanTensor}' and '{ScaleTensor}' to keep column statistics in. " +
                "Use a model for tables, or do not normalize.", nameof(layout));
        int columns = mean.Shape.Count;
        _means = new Question
        {
            Name = Means,
            Answer = [new Segment(MeanSegment, columns * Limbs.Mean.Count)],
            Pipeline = new Pipeline(),
            Aggregator = new Mean(),
            Weighting = Weighting.Examples,
            Selector = selector,
            Pacing = pacing,
            Apply = WriteMeans,
        };
        _deviations = _means with
        {
            Name = Deviations,
            Answer = [.. _means.Answer, new Segment(SquareSegment, columns * Limbs.Square.Count)],
            Apply = WriteScales,
        };
    }

    /// <inheritdoc/>
    public Question? Next(RunState run) =>
        !run.Answered.ContainsKey(Means) ? _means :
        !run.Answered.ContainsKey(Deviations) ? _deviations :
        null;

    /// <inheritdoc/>
    public Question? Find(string name) => name switch { Means => _means, Deviations => _deviations, _ => null };

    private static void WriteMeans(ModelState state, IReadOnlyDictionary<string, ReadOnlyMemory<double>> answer)
    {
        Span<float> mean = state.Model[MeanTensor];
        for (int column = 0; column < mean.Length; column++) mean[column] = (float)Of(answer[MeanSegment], Limbs.Mean, column);
    }

    private static void WriteScales(ModelState state, IReadOnlyDictionary<string, ReadOnlyMemory<double>> answer)
    {
        Span<float> mean = state.Model[MeanTensor], scale = state.Model[ScaleTensor];
        for (int column = 0; column < mean.Length; column++)
        {
            // The published mean was rounded; what is left of the first moment corrects it.
            double left = Of(answer[MeanSegment], Limbs.Mean, column);
            double deviation = Math.Sqrt(Math.Max(0, Of(answer[SquareSegment], Limbs.Square, column) - left * left));
            mean[column] = (float)(mean[column] + left);
            scale[column] = deviation > Math.Abs(mean[column]) * Resolution ? (float)(1 / deviation) : 1;
        }
    }

    private static double Of(ReadOnlyMemory<double> answer, Limbs limbs, int column) =>
        limbs.Join(answer.Span.Slice(column * limbs.Count, limbs.Count));
}
