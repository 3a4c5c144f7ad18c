namespace Tributary.Core.Tests;

public sealed class GroupTests
{
    [Theory]
    [InlineData(12, 3, new[] { 3, 3, 3, 3 })]
    [InlineData(12, 5, new[] { 5, 7 })]
    [InlineData(4, 5, new[] { 4 })]
    [InlineData(3, 1, new[] { 1, 1, 1 })]
    [InlineData(0, 3, new[] { 0 })]
    public void No_group_is_smaller_than_asked_for_where_there_are_enough(int clients, int size, int[] sizes)
    {
        ClientId[] cohort = [.. Enumerable.Range(0, clients).Select(i => new ClientId($"{i}"))];
        IReadOnlyList<Group> groups = Group.Divide(cohort, size);
        Assert.Equal(sizes, groups.Select(group => group.Members.Count));
        Assert.Equal(cohort, groups.SelectMany(group => group.Members));
    }
}
