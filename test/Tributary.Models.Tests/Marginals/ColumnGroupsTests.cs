namespace Tributary.Models.Tests;

public sealed class ColumnGroupsTests
{
    [Fact]
    public void A_heap_of_rows_is_a_group_by_itself_and_the_rest_has_equal_parts()
    {
        float[] counts = [900, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 7];
        var groups = ColumnGroups.OfNumbers(counts, sigma: 0, most: 6, missing: true);
        Assert.Equal(7, groups.Count); // five parts of twenty, the heap, and missing cells
        Assert.Equal(1, groups.GroupOf.Count(group => group == groups.GroupOf[0]));
        Assert.Equal(1, groups.GroupOf.Count(group => group == groups.GroupOf[^1]));
        Assert.All(groups.GroupOf.Skip(1).SkipLast(1).GroupBy(group => group), part => Assert.Equal(2, part.Count()));
        Assert.All(groups.Shares.Skip(1).SkipLast(1), share => Assert.Equal(0.5, share));
    }

    [Fact]
    public void Names_no_more_frequent_than_noise_alone_are_one_group()
    {
        var groups = ColumnGroups.OfNames([500, 20, -15, 400, 29], sigma: 10, keepsAll: false);
        Assert.Equal([0, 1, 1, 2, 1], groups.GroupOf);
        Assert.Equal(5, ColumnGroups.OfNames([500, 20, -15, 400, 29], sigma: 10, keepsAll: true).Count);
    }

    [Fact]
    public void Noise_on_empty_cells_is_no_group()
    {
        float[] counts = [.. Enumerable.Range(0, 256).Select(i => (i * 37 % 21) - 10f)];
        counts[100] = 5000;
        var groups = ColumnGroups.OfNumbers(counts, sigma: 6, most: 16, missing: false);
        Assert.Equal(1, groups.GroupOf.Count(group => group == groups.GroupOf[100]));
        Assert.True(groups.Count <= 3, $"{groups.Count} groups of noise.");
    }
}
