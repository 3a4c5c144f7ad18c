namespace Tributary.Field.Tests;

public sealed class WalkthroughTests
{
    [Theory]
    [InlineData("a", "a", true)]
    [InlineData("a", "b", false)]
    [InlineData("run … ends", "run x-1 ends", true)]
    [InlineData("run … ends", "run x-1 starts", false)]
    [InlineData("ab…b", "ab", false)]
    [InlineData("…", "", true)]
    [InlineData("a\n…\nz", "a\nb\nc\nz", true)]
    [InlineData("a\n…\nz", "a\nz", true)]
    [InlineData("a\n…\nz", "a\nb", false)]
    public void An_ellipsis_stands_for_what_differs(string expected, string printed, bool matches) =>
        Assert.Equal(matches, Walkthrough.Matches(expected.Split('\n'), printed.Length == 0 ? [] : printed.Split('\n')));
}
