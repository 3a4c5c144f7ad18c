namespace Tributary.Ledger.Tests;

public sealed class TreeHashTests
{
    private static readonly TreeHash _hash = Trees.Hex("5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    [Fact]
    public void Is_the_same_after_every_text_form()
    {
        Assert.Equal("XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=", _hash.ToBase64());
        Assert.True(TreeHash.TryParseBase64(_hash.ToBase64(), out TreeHash fromBase64));
        Assert.True(TreeHash.TryParseHex(_hash.ToString().ToUpperInvariant(), out TreeHash fromHex));
        Assert.True(_hash == fromBase64 && _hash == fromHex && !(_hash != fromHex));
        Assert.Equal(_hash, new TreeHash(_hash.ToArray()));
        Assert.Equal(_hash.GetHashCode(), fromHex.GetHashCode());
    }

    [Theory]
    [InlineData("")]
    [InlineData("XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg")]      // no padding
    [InlineData("XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyh=")]     // loose bits that the platform drops
    [InlineData("XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz-Nw7_RgQyg=")]     // the alphabet for URLs
    [InlineData("XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=    ")] // white space that the platform skips
    [InlineData("XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQ===")]
    [InlineData("XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQygA")]     // 33 bytes
    [InlineData("XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQw==")]     // 31 bytes
    public void Has_one_spelling_in_Base64(string text) => Assert.False(TreeHash.TryParseBase64(text, out _));

    [Fact]
    public void Refuses_other_lengths()
    {
        Assert.False(TreeHash.TryParseHex(_hash.ToString().AsSpan(1), out _));
        Assert.False(TreeHash.TryParseHex(new string('g', 64), out _));
        Assert.False(TreeHash.TryParseHex(_hash + "00", out _));
        Assert.Throws<ArgumentException>(() => new TreeHash(new byte[31]));
        Assert.Throws<ArgumentException>(() => new TreeHash(new byte[33]));
    }
}
