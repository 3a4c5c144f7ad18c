namespace Tributary.Core;

/// <summary>For each coordinate by itself: the contributions' means in order, some left out at both ends, the others averaged.</summary>
/// <remarks>Contributions are kept as they came, 4 bytes a number of a real one; what is made of them is made block by block.</remarks>
/// <param name="spec">The type of the contributions.</param>
/// <param name="threads">How many threads may work.</param>
/// <param name="trim">How many of so many contributions are left out at each end; fewer than half.</param>
internal sealed class TrimmedFold(UpdateSpec spec, int threads, Func<int, int> trim) : IAggregation
{
    private readonly List<NumericPayload> _contributions = [];

    public void Add(NumericPayload contribution)
    {
        // Nothing can be said of the mean of no examples.
        if (contribution.Weight > 0) _contributions.Add(contribution);
    }

    public void Merge(IAggregation other) => _contributions.AddRange(((TrimmedFold)other)._contributions);

    /// <summary>
    /// The sum of those kept, weighing one each: the division, and all rounding, is left to <see cref="Aggregate.Mean"/>.
    /// </summary>
    public Aggregate Finish()
    {
        var vector = new SumVector(spec.Length);
        long[] sum = vector.Values;
        int count = _contributions.Count, cut = trim(count);
        long limit = FixedPoint.LimitOnGrid(spec.Cohort);
        if (count > 0)
        {
            var network = new SelectionNetwork(count, cut);
            RealPayload[] reals = [.. _contributions.OfType<RealPayload>()];
            if (reals.Length < count)
                Run(RankedColumns<long>.Width(count), () => new TrimmedIntegers(network, _contributions, cut, limit));
            else if (reals.All(real => real.Weight == reals[0].Weight))
                Run(RankedColumns<float>.Width(count), () => new TrimmedReals(network, reals, cut, limit));
            else
                Run(RankedColumns<float>.Width(count), () => new TrimmedWeightedReals(network, reals, cut, limit));
        }
        sum[^1] = (count - 2 * cut) * FixedPoint.One;
        return new Aggregate(spec.Segments, sum) { Vector = vector };

        void Run(int width, Func<TrimmedBlock> scratch) => CoordinateBlocks.Run(
            sum.Length - 1, width, threads, scratch, (block, start, length) => block.Fold(start, sum.AsSpan(start, length)));
    }
}
