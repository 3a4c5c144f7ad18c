namespace Tributary.Models;

/// <summary>A number for every combination of values of some attributes.</summary>
/// <param name="attributes">In ascending order.</param>
/// <param name="sizes">The number of values of every attribute of the table.</param>
/// <param name="values">A number a cell, the last attribute fastest; kept, not copied.</param>
public sealed class Factor(int[] attributes, int[] sizes, double[] values)
{
    /// <summary>In ascending order.</summary>
    public ReadOnlySpan<int> Attributes => attributes;

    /// <summary>The number of values of every attribute of the table.</summary>
    public int[] Sizes => sizes;

    /// <summary>A number a cell.</summary>
    public double[] Values => values;

    /// <summary>The sum of all numbers.</summary>
    public double Total
    {
        get
        {
            double sum = 0;
            foreach (double value in values) sum += value;
            return sum;
        }
    }

    /// <summary>Sums over the attributes that are not in <paramref name="onto"/>.</summary>
    /// <param name="onto">Some of the attributes, in ascending order.</param>
    public Factor SumOnto(int[] onto)
    {
        int[] map = Cells.Projection(attributes, onto, sizes);
        double[] sums = new double[Cells.Count(onto, sizes)];
        for (int i = 0; i < values.Length; i++) sums[map[i]] += values[i];
        return new Factor(onto, sizes, sums);
    }

    /// <summary>The product, over the attributes of both.</summary>
    public Factor Times(Factor other)
    {
        int[] all = [.. attributes.Union(other.Attributes.ToArray()).Order()];
        int[] mine = Cells.Projection(all, attributes, sizes), theirs = Cells.Projection(all, other.Attributes, sizes);
        double[] product = new double[mine.Length];
        for (int i = 0; i < product.Length; i++) product[i] = values[mine[i]] * other.Values[theirs[i]];
        return new Factor(all, sizes, product);
    }

    /// <summary>Divides by a factor over some of the attributes; nothing over nothing is nothing.</summary>
    public Factor Over(Factor part)
    {
        int[] map = Cells.Projection(attributes, part.Attributes, sizes);
        double[] shares = new double[values.Length];
        for (int i = 0; i < shares.Length; i++)
            if (part.Values[map[i]] is var whole && whole > 0) shares[i] = values[i] / whole;
        return new Factor(attributes, sizes, shares);
    }

    /// <summary>The sum of the absolute differences from a factor over the same attributes.</summary>
    public double DistanceTo(Factor other)
    {
        double sum = 0;
        for (int i = 0; i < values.Length; i++) sum += Math.Abs(values[i] - other.Values[i]);
        return sum;
    }

    /// <summary>All numbers times a factor.</summary>
    public Factor Scaled(double factor) => new(attributes, sizes, [.. values.Select(value => value * factor)]);
}
