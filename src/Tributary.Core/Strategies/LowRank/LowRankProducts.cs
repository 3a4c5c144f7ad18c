namespace Tributary.Core;

/// <summary>
/// The weighted mean of everything, and beside it the weighted mean of the products of each client's two changes, a matrix for every pair:
/// what an average of factors loses.
/// </summary>
internal sealed record LowRankProducts : IAggregator
{
    /// <inheritdoc/>
    public string Name => "low-rank-products";

    /// <inheritdoc/>
    public Sees Sees => Sees.Each;

    /// <inheritdoc/>
    public IAggregation Begin(UpdateSpec spec, int threads = 1) => new Fold(spec, threads);

    private sealed class Fold : IAggregation
    {
        private const int RowsAtOnce = 32;

        private readonly UpdateSpec _spec;
        private readonly int _threads;
        private readonly IReadOnlyList<LowRankPair> _pairs;
        private readonly long[] _sum, _one;
        private readonly long[][] _products;
        private readonly double[][] _rows;

        public Fold(UpdateSpec spec, int threads)
        {
            (_spec, _threads) = (spec, threads);
            _pairs = LowRankPair.In(spec.Segments);
            (_sum, _one) = (new long[spec.Length], new long[spec.Length]);
            _products = [.. _pairs.Select(pair => new long[pair.Inputs * pair.Outputs])];
            _rows = [.. _pairs.Select(pair => new double[pair.Inputs * pair.Outputs])];
        }

        public void Add(NumericPayload contribution)
        {
            Array.Clear(_one);
            contribution.AccumulateInto(_one);
            long limit = FixedPoint.LimitOnGrid(_spec.Cohort);
            if (contribution.Weight > 0)
            {
                // All are computed before any is added: what is out of range leaves no trace.
                for (int i = 0; i < _pairs.Count; i++)
                {
                    Multiply(_pairs[i], contribution.Weight, _rows[i]);
                    if (!Array.TrueForAll(_rows[i], product => Math.Abs(product) < limit)) // also for NaN
                        throw new MalformedUpdateException("The products of the update's factors are too large to be summed.");
                }
                for (int i = 0; i < _pairs.Count; i++)
                    for (int j = 0; j < _rows[i].Length; j++)
                        _products[i][j] += (long)Math.Round(_rows[i][j]);
            }
            for (int i = 0; i < _sum.Length; i++) _sum[i] += _one[i];
        }

        public void Merge(IAggregation other)
        {
            var added = (Fold)other;
            for (int i = 0; i < _sum.Length; i++) _sum[i] += added._sum[i];
            for (int i = 0; i < _products.Length; i++)
                for (int j = 0; j < _products[i].Length; j++)
                    _products[i][j] += added._products[i][j];
        }

        public Aggregate Finish()
        {
            int values = _spec.ValueCount;
            IEnumerable<Segment> products = _pairs.Select(pair =>
                new Segment(pair.Remainder, pair.Inputs * pair.Outputs) { Columns = pair.Outputs });
            return new Aggregate(
                [.. _spec.Segments.Where(IsValue), .. products, .. _spec.Segments.Where(segment => !IsValue(segment))],
                [.. _sum[..values], .. _products.SelectMany(product => product), .. _sum[values..]]);
        }

        private static bool IsValue(Segment segment) => segment.Role == SegmentRole.Values;

        /// <summary>w dA dB on the grid, where w dA and w dB are given.</summary>
        private void Multiply(LowRankPair pair, double weight, double[] product) =>
            CoordinateBlocks.Run(pair.Inputs, RowsAtOnce, _threads, (first, count) =>
            {
                double[] b = new double[pair.Outputs];
                Span<double> rows = product.AsSpan(first * pair.Outputs, count * pair.Outputs);
                rows.Clear();
                for (int k = 0; k < pair.Rank; k++)
                {
                    for (int j = 0; j < b.Length; j++) b[j] = _one[pair.B + (k * pair.Outputs) + j] / weight;
                    for (int i = 0; i < count; i++)
                    {
                        double a = _one[pair.A + ((first + i) * pair.Rank) + k];
                        Span<double> row = rows.Slice(i * pair.Outputs, pair.Outputs);
                        if (a != 0) for (int j = 0; j < row.Length; j++) row[j] += a * b[j];
                    }
                }
            });
    }
}
