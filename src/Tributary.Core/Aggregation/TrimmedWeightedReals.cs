namespace Tributary.Core;

/// <summary>
/// Real contributions of several weights: ranked by 32-bit means, which are quicker to compare than grid points, and only those kept are
/// divided on the grid. Where 32 bits do not tell who is kept, <see cref="TrimmedIntegers"/> does the work.
/// </summary>
internal sealed class TrimmedWeightedReals : TrimmedBlock
{
    private readonly RealPayload[] _contributions;
    private readonly RankedColumns<float> _columns;
    private readonly KeptMeans[] _means;
    private readonly TrimmedIntegers _exact;
    private readonly KeptInterval _interval;
    private readonly int _cut;
    private readonly float[] _low, _high;
    private readonly bool[] _unsure;

    public TrimmedWeightedReals(SelectionNetwork network, RealPayload[] contributions, int cut, long limit)
    {
        int width = RankedColumns<float>.Width(contributions.Length);
        _contributions = contributions;
        _cut = cut;
        _columns = new RankedColumns<float>(network, contributions.Length);
        _exact = new TrimmedIntegers(network, contributions, cut, limit);
        _means = [.. contributions.Select(contribution => new KeptMeans(FixedPoint.ToDouble(contribution.Weight)))];
        _interval = new KeptInterval(FixedPoint.ToDouble(contributions.Min(contribution => contribution.Weight)), limit);
        _low = new float[width];
        _high = new float[width];
        _unsure = new bool[width / RankedColumns<float>.Lanes];
    }

    public override void Fold(int start, Span<long> sum)
    {
        int lanes = RankedColumns<float>.Lanes, columns = sum.Length / lanes, whole = columns * lanes;
        if (columns > 0)
        {
            for (int i = 0; i < _contributions.Length; i++)
                _means[i].Approximate(_contributions[i].Values.Slice(start, whole), _columns.Row(i), _columns.Step);
            for (int column = 0; column < columns; column++)
                _unsure[column] = !_interval.Find(_columns.RankAll(column), _cut, ref _low[column * lanes], ref _high[column * lanes]);
            KeptMeans.Begin(sum[..whole], _contributions.Length);
            for (int i = 0; i < _contributions.Length; i++)
                _means[i].AddKept(_contributions[i].Values.Slice(start, whole), _low, _high, sum[..whole]);
        }
        for (int column = 0; column < columns; column++)
            if (_unsure[column]) _exact.Fold(start + column * lanes, sum.Slice(column * lanes, lanes));
        if (whole < sum.Length) _exact.Fold(start + whole, sum[whole..]);
    }
}
