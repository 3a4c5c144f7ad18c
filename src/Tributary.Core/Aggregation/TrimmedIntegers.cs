namespace Tributary.Core;

/// <summary>Contributions of any kind and weight: each is brought on the grid and divided by its weight before it is ranked.</summary>
internal sealed class TrimmedIntegers(SelectionNetwork network, IReadOnlyList<NumericPayload> contributions, int cut, long limit)
    : TrimmedBlock
{
    private readonly RankedColumns<long> _columns = new(network, contributions.Count);
    private readonly long[] _row = new long[RankedColumns<long>.Width(contributions.Count)];

    public override void Fold(int start, Span<long> sum)
    {
        Span<long> row = _row.AsSpan(0, sum.Length);
        for (int i = 0; i < contributions.Count; i++)
        {
            SetMeans(contributions[i], start, row);
            _columns.SetRow(i, row);
        }
        for (int column = 0; column * RankedColumns<long>.Lanes < sum.Length; column++)
            AddRows(_columns.Rank(column, cut), RankedColumns<long>.Lanes, sum[(column * RankedColumns<long>.Lanes)..]);
    }

    private void SetMeans(NumericPayload contribution, int start, Span<long> row)
    {
        var division = new GridDivision(FixedPoint.ToDouble(contribution.Weight), limit);
        if (contribution is RealPayload real)
        {
            division.Divide(real.Values.Slice(start, row.Length), row);
            return;
        }
        row.Clear();
        contribution.AccumulateInto(row, start);
        division.Divide(row);
    }
}
