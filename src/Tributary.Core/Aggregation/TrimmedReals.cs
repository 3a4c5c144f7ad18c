namespace Tributary.Core;

/// <summary>
/// Real contributions of one weight: the mean grows with the number, so numbers are ranked as they came, and only those kept are brought
/// on the grid and divided.
/// </summary>
internal sealed class TrimmedReals(SelectionNetwork network, IReadOnlyList<RealPayload> contributions, int cut, long limit) : TrimmedBlock
{
    private readonly RankedColumns<float> _columns = new(network, contributions.Count);
    private readonly long[] _kept = new long[(contributions.Count - 2 * cut) * RankedColumns<float>.Lanes];

    public override void Fold(int start, Span<long> sum)
    {
        for (int i = 0; i < contributions.Count; i++) _columns.SetRow(i, contributions[i].Values.Slice(start, sum.Length));
        var division = new GridDivision(FixedPoint.ToDouble(contributions[0].Weight), limit);
        for (int column = 0; column * RankedColumns<float>.Lanes < sum.Length; column++)
        {
            division.Divide(_columns.Rank(column, cut), _kept);
            AddRows(_kept, RankedColumns<float>.Lanes, sum[(column * RankedColumns<float>.Lanes)..]);
        }
    }
}
