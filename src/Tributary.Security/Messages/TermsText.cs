using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Tributary.Core;

namespace Tributary.Security;

/// <summary>What parties must agree on, as bytes that differ for any two lists of terms.</summary>
internal sealed class TermsText
{
    private readonly List<byte> _content = [];

    /// <summary>Adds a number.</summary>
    public TermsText Add(ulong number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, number);
        _content.AddRange(bytes);
        return this;
    }

    /// <summary>Adds bytes, with their number before them.</summary>
    public TermsText Add(ReadOnlySpan<byte> bytes)
    {
        Add((ulong)bytes.Length);
        _content.AddRange(bytes);
        return this;
    }

    /// <summary>Adds names, with their number before them.</summary>
    public TermsText Add(IReadOnlyCollection<ClientId> clients)
    {
        Add((ulong)clients.Count);
        foreach (ClientId client in clients) Add(Encoding.UTF8.GetBytes(client.Value));
        return this;
    }

    /// <summary>The digest, for one round of one run and one stage: 32 bytes.</summary>
    public byte[] DigestFor(RoundId round, string stage) =>
        Announcement.SeedOf(new Envelope(round.Run, round.Number, RoundMessage.Coordinator.Value, stage), [.. _content]);

    /// <summary>The digest of an included set under terms: 32 bytes.</summary>
    public static byte[] DigestOf(ReadOnlySpan<byte> terms, IReadOnlyCollection<ClientId> included)
    {
        var text = new TermsText();
        text.Add(terms).Add(included);
        return SHA256.HashData(text._content.ToArray());
    }
}
