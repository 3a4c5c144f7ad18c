namespace Tributary.Models;

/// <summary>Numbers the cells of a table of counts over some attributes: the last attribute runs fastest.</summary>
internal static class Cells
{
    /// <summary>The number of cells of a table over these attributes.</summary>
    /// <param name="attributes">In ascending order.</param>
    /// <param name="sizes">The number of values of every attribute.</param>
    public static long Count(ReadOnlySpan<int> attributes, ReadOnlySpan<int> sizes)
    {
        long count = 1;
        foreach (int attribute in attributes) count = Math.Min(count * sizes[attribute], int.MaxValue);
        return count;
    }

    /// <summary>For every cell of a table, the cell of a smaller table that it adds to.</summary>
    /// <param name="attributes">Of the table, in ascending order.</param>
    /// <param name="onto">Some of them, in ascending order.</param>
    /// <param name="sizes">The number of values of every attribute.</param>
    public static int[] Projection(ReadOnlySpan<int> attributes, ReadOnlySpan<int> onto, ReadOnlySpan<int> sizes)
    {
        int[] map = new int[Count(attributes, sizes)], strides = Strides(attributes, onto, sizes), values = new int[attributes.Length];
        int cell = 0;
        for (int i = 0; i < map.Length; i++)
        {
            map[i] = cell;
            for (int axis = attributes.Length - 1; axis >= 0; axis--)
            {
                cell += strides[axis];
                if (++values[axis] < sizes[attributes[axis]]) break;
                cell -= strides[axis] * values[axis];
                values[axis] = 0;
            }
        }
        return map;
    }

    /// <summary>How far a step of every attribute goes in a table over <paramref name="onto"/>; zero where it is none of them.</summary>
    public static int[] Strides(ReadOnlySpan<int> attributes, ReadOnlySpan<int> onto, ReadOnlySpan<int> sizes)
    {
        int[] strides = new int[attributes.Length];
        int stride = 1;
        for (int i = onto.Length - 1; i >= 0; i--)
        {
            int axis = attributes.IndexOf(onto[i]);
            if (axis >= 0) strides[axis] = stride;
            stride *= sizes[onto[i]];
        }
        return strides;
    }
}
