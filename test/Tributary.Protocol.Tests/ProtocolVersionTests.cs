namespace Tributary.Protocol.Tests;

public sealed class ProtocolVersionTests
{
    [Fact]
    public void Is_written_and_read()
    {
        Assert.Equal("1.3", ProtocolVersion.Current.ToString());
        Assert.True(ProtocolVersion.TryParse("12.34", out ProtocolVersion version));
        Assert.Equal(new ProtocolVersion(12, 34), version);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1.")]
    [InlineData("1.1.1")]
    [InlineData("-1.0")]
    [InlineData("1. 1")]
    [InlineData("1.99999999999")]
    public void Nonsense_is_not_a_version(string? text) => Assert.False(ProtocolVersion.TryParse(text, out _));

    [Fact]
    public void Parties_of_one_major_version_work_together_and_the_older_decides()
    {
        var old = new ProtocolVersion(1, 0);
        Assert.True(old.WorksWith(ProtocolVersion.Current));
        Assert.False(old.IsAtLeast(ProtocolVersion.Chunks));
        Assert.True(ProtocolVersion.Current.IsAtLeast(old));
        Assert.False(new ProtocolVersion(2, 0).WorksWith(old));
        Assert.False(new ProtocolVersion(2, 5).IsAtLeast(ProtocolVersion.Chunks));
    }
}
