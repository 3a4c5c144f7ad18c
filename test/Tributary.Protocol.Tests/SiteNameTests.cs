namespace Tributary.Protocol.Tests;

public sealed class SiteNameTests
{
    [Theory]
    [InlineData("va")]
    [InlineData("site-01")]
    [InlineData("0")]
    public void Names_that_are_safe_everywhere_are_allowed(string name) => Assert.True(SiteName.IsValid(name));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-va")]
    [InlineData("Va")]
    [InlineData("va/..")]
    [InlineData("..")]
    [InlineData("a b")]
    [InlineData("a\n")]
    [InlineData("a,CN=b")]
    [InlineData("\u0430")]
    public void Others_are_not(string? name) => Assert.False(SiteName.IsValid(name));

    [Fact]
    public void The_longest_has_63_letters()
    {
        Assert.True(SiteName.IsValid(new string('a', 63)));
        Assert.False(SiteName.IsValid(new string('a', 64)));
    }
}
