using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>How far two columns are from being independent, given the label where there is one in every clique.</summary>
internal sealed class Dependence(MarginalCounts counts, IReadOnlyList<MarginalMeasurement> measured, int label)
{
    /// <summary>Mutual information in nats, from counts as they are.</summary>
    public double Information(Factor clique)
    {
        double total = clique.Total, sum = 0;
        if (total <= 0) return 0;
        Factor expected = Independent(clique, attributes => clique.SumOnto(attributes));
        for (int cell = 0; cell < clique.Values.Length; cell++)
            if (clique.Values[cell] is var count && count > 0 && expected.Values[cell] > 0)
                sum += count / total * Elementary.Log(count / expected.Values[cell]);
        return sum;
    }

    /// <summary>
    /// The absolute differences between counts and what independence would give by counts that are published: one row changes it by one.
    /// </summary>
    public double Distance(Factor clique) => clique.DistanceTo(Independent(clique, Published));

    private Factor Independent(Factor clique, Func<int[], Factor> known)
    {
        int[] ends = [.. clique.Attributes.ToArray().Where(a => a != label)];
        if (label < 0)
        {
            Factor first = known([ends[0]]);
            return first.Times(known([ends[1]])).Scaled(1 / Math.Max(1, first.Total));
        }
        Factor one = known(Pair(ends[0])), other = known(Pair(ends[1]));
        return one.Times(other.Over(other.SumOnto([label])));
    }

    private int[] Pair(int column) => column < label ? [column, label] : [label, column];

    private Factor Published(int[] attributes)
    {
        Factor counted = measured.Last(m => m.Counts.Attributes.SequenceEqual(attributes)).Counts;
        var positive = new Factor(attributes, counts.Sizes, [.. counted.Values.Select(value => Math.Max(0, value))]);
        return positive.Scaled(counts.Total / Math.Max(1, positive.Total));
    }
}
