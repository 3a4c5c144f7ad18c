namespace Tributary.Core;

/// <summary>For each coordinate by itself: the contributions' means in order, some left out at both ends, the others averaged.</summary>
/// <param name="spec">The type of the contributions.</param>
/// <param name="trim">How many of so many contributions are left out at each end; fewer than half.</param>
internal sealed class TrimmedFold(UpdateSpec spec, Func<int, int> trim) : IAggregation
{
    private const int Chunk = 4096; // coordinates a task; the bits do not depend on it

    private readonly List<long[]> _means = [];

    public void Add(NumericPayload contribution)
    {
        // Nothing can be said of the mean of no examples.
        if (contribution.Weight <= 0) return;
        long[] values = new long[contribution.Length];
        contribution.AccumulateInto(values);
        long limit = FixedPoint.LimitOnGrid(spec.Cohort);
        double weight = FixedPoint.ToDouble(values[^1]);
        for (int i = 0; i < values.Length - 1; i++) values[i] = Math.Clamp((long)Math.Round(values[i] / weight), -limit, limit);
        _means.Add(values);
    }

    public void Merge(IAggregation other) => _means.AddRange(((TrimmedFold)other)._means);

    /// <summary>
    /// The sum of those kept, weighing one each: the division, and all rounding, is left to <see cref="Aggregate.Mean"/>.
    /// </summary>
    public Aggregate Finish()
    {
        long[] sum = new long[spec.Length];
        int cut = trim(_means.Count);
        Parallel.For(0, (spec.Length + Chunk - 1) / Chunk, chunk =>
        {
            Span<long> column = new long[_means.Count];
            for (int i = chunk * Chunk; i < Math.Min(spec.Length - 1, (chunk + 1) * Chunk); i++)
            {
                for (int c = 0; c < column.Length; c++) column[c] = _means[c][i];
                column.Sort();
                foreach (long kept in column[cut..^cut]) sum[i] += kept;
            }
        });
        sum[^1] = (_means.Count - 2 * cut) * FixedPoint.One;
        return new Aggregate(spec.Segments, sum);
    }
}
