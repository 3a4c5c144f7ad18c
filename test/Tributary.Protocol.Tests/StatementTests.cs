using System.Security.Cryptography;
using Tributary.Core;

namespace Tributary.Protocol.Tests;

public sealed class StatementTests
{
    private static readonly BlobId _body = BlobId.Of("body"u8);
    private static readonly UpdateStatement _update = new(new RoundId("heart-1", 7), new ClientId("va"), _body, 4);

    [Fact]
    public void An_update_is_signed_as_these_bytes() =>
        Assert.Equal($"tributary update v1\nheart-1\n7\nva\n{_body}\n4\n", _update.Text);

    [Fact]
    public void A_decision_is_signed_as_these_bytes()
    {
        Assert.Equal($"tributary consent v1\nheart-1\nva\n{_body}\napproved\n", new ConsentStatement("heart-1", new ClientId("va"), _body, true).Text);
        Assert.EndsWith("\ndeclined\n", new ConsentStatement("heart-1", new ClientId("va"), _body, false).Text);
    }

    [Fact]
    public void A_signature_holds_for_its_text_and_key_alone()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string signature = _update.Sign(key);
        Assert.Equal(64, Convert.FromBase64String(signature).Length);
        Assert.True(_update.IsSigned(signature, key));
        Assert.False(_update.IsSigned(signature, other));
        Assert.False(new UpdateStatement(new RoundId("heart-1", 8), new ClientId("va"), _body, 4).IsSigned(signature, key));
        Assert.False(new UpdateStatement(new RoundId("heart-1", 7), new ClientId("va"), _body, 5).IsSigned(signature, key));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("not base64")]
    [InlineData("AAAA")]
    public void Nonsense_is_no_signature(string? signature)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.False(_update.IsSigned(signature, key));
        Assert.False(_update.IsSigned(new string('A', 4000), key));
    }
}
