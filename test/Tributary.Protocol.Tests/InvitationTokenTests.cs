using System.Buffers.Text;
using System.Text;

namespace Tributary.Protocol.Tests;

public sealed class InvitationTokenTests
{
    private static readonly InvitationToken _token =
        new(new Uri("https://coordinator.example:8443/"), new string('a', 64), "cleveland", InvitationToken.NewSecret());

    [Fact]
    public void Is_one_word_and_read_back()
    {
        string word = _token.ToString();
        Assert.DoesNotContain(word, c => !char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-'));
        Assert.True(InvitationToken.TryParse(word, out InvitationToken? read));
        Assert.Equal(_token, read);
    }

    [Fact]
    public void Two_secrets_differ_and_are_kept_as_digests()
    {
        Assert.NotEqual(InvitationToken.NewSecret(), InvitationToken.NewSecret());
        Assert.Equal(64, InvitationToken.Digest(_token.Secret).Length);
        Assert.DoesNotContain(_token.Secret, InvitationToken.Digest(_token.Secret), StringComparison.Ordinal);
    }

    public static TheoryData<string?> Nonsense => new(
        null, "", "trb1_", "trb1_!!!", "trb2_" + _token.ToString()[5..], _token.ToString()[..^20],
        Encode("https://c/", new string('a', 63), "site", "s"), Encode("https://c/", new string('a', 64), "../site", "s"),
        Encode("nowhere", new string('a', 64), "site", "s"), Encode("https://c/", new string('a', 64), "site", ""));

    [Theory]
    [MemberData(nameof(Nonsense))]
    public void Nonsense_is_not_a_token(string? text) => Assert.False(InvitationToken.TryParse(text, out _));

    private static string Encode(params string[] parts) => "trb1_" + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Join('\n', parts)));
}
