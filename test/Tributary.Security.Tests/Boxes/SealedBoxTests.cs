using System.Security.Cryptography;

namespace Tributary.Security.Tests;

/// <summary>Boxes open for their receiver and envelope only.</summary>
public sealed class SealedBoxTests
{
    private static readonly Envelope _envelope = new("run-1", 3, "site-a", "site-b");
    private static readonly byte[] _message = [.. Enumerable.Range(0, 1000).Select(i => (byte)i)];

    [Fact]
    public void A_box_opens_for_its_receiver()
    {
        using var key = new BoxKey();
        byte[] box = SealedBox.Seal(key.PublicKey, _message, _envelope);
        Assert.Equal(_message.Length + SealedBox.Overhead, box.Length);
        Assert.Equal(_message, key.Open(box, _envelope));
        Assert.Empty(key.Open(SealedBox.Seal(key.PublicKey, [], _envelope), _envelope));
        Assert.NotEqual(box, SealedBox.Seal(key.PublicKey, _message, _envelope));
    }

    [Fact]
    public void It_opens_for_nobody_else_and_under_no_other_name()
    {
        using BoxKey key = new(), other = new();
        byte[] box = SealedBox.Seal(key.PublicKey, _message, _envelope);
        Assert.Throws<SecurityException>(() => other.Open(box, _envelope));
        foreach (Envelope wrong in (Envelope[])[
            _envelope with { Run = "run-2" }, _envelope with { Round = 4 }, _envelope with { From = "site-c" },
            _envelope with { To = "site-c" }, _envelope with { From = "site-", To = "asite-b" }])
            Assert.Throws<SecurityException>(() => key.Open(box, wrong));
    }

    [Fact]
    public void A_changed_byte_anywhere_is_noticed()
    {
        using var key = new BoxKey();
        byte[] box = SealedBox.Seal(key.PublicKey, [1, 2, 3], _envelope);
        for (int i = 0; i < box.Length; i++)
        {
            box[i] ^= 1;
            Assert.Throws<SecurityException>(() => key.Open(box, _envelope));
            box[i] ^= 1;
        }
        for (int length = 0; length < box.Length; length++)
            Assert.Throws<SecurityException>(() => key.Open(box.AsSpan(0, length), _envelope));
        Assert.Equal([1, 2, 3], key.Open(box, _envelope));
    }

    [Fact]
    public void Nothing_is_sealed_to_a_point_beside_the_curve()
    {
        using var key = new BoxKey();
        byte[] point = key.PublicKey;
        point[40] ^= 1;
        Assert.Throws<SecurityException>(() => SealedBox.Seal(point, _message, _envelope));
        Assert.Throws<SecurityException>(() => SealedBox.Seal(point.AsSpan(1), _message, _envelope));
    }

    [Fact]
    public void An_announcement_is_believed_with_its_signature_only_and_its_seed_depends_on_every_term()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256), other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var envelope = new Envelope("run-1", 3, "coordinator", "");
        Announcement said = Announcement.Sign(key, envelope, [1, 2, 3]);
        byte[] signature = said.Signature.ToArray();
        Assert.Equal(said.Seed, Announcement.Verify(key, envelope, [1, 2, 3], signature).Seed);
        Assert.Throws<SecurityException>(() => Announcement.Verify(other, envelope, [1, 2, 3], signature));
        Assert.Throws<SecurityException>(() => Announcement.Verify(key, envelope, [1, 2, 4], signature));
        Assert.Throws<SecurityException>(() => Announcement.Verify(key, envelope with { Round = 4 }, [1, 2, 3], signature));
        Assert.NotEqual(said.Seed, Announcement.Sign(key, envelope, [1, 2, 4]).Seed);
        Assert.NotEqual(said.Seed, Announcement.Sign(key, envelope with { Run = "run-2" }, [1, 2, 3]).Seed);
    }
}
