using System.Buffers.Binary;
using System.Security.Cryptography;
using Tributary.Core;

namespace Tributary.Security;

/// <summary>Messages that are longer than a round's channel carries, in pieces that each name the whole.</summary>
/// <remarks>A piece is the SHA-256 of the whole, its own number, how many there are, and its part of the bytes.</remarks>
internal static class LongMessage
{
    private const int NumberAt = SHA256.HashSizeInBytes, CountAt = NumberAt + sizeof(int), Header = CountAt + sizeof(int);
    private const int Longest = (1 << 20) - Header; // what a coordinator far away carries, docs/protocol.md

    /// <summary>Cuts a message.</summary>
    public static IReadOnlyList<RoundMessage> Cut(RoundMessage whole)
    {
        byte[] digest = SHA256.HashData(whole.Body.Span);
        int count = Math.Max(1, (whole.Body.Length + Longest - 1) / Longest);
        var pieces = new RoundMessage[count];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> part = whole.Body.Span[(i * Longest)..Math.Min((i + 1) * Longest, whole.Body.Length)];
            byte[] piece = new byte[Header + part.Length];
            digest.CopyTo(piece, 0);
            BinaryPrimitives.WriteInt32LittleEndian(piece.AsSpan(NumberAt), i);
            BinaryPrimitives.WriteInt32LittleEndian(piece.AsSpan(CountAt), count);
            part.CopyTo(piece.AsSpan(Header));
            pieces[i] = whole with { Body = piece };
        }
        return pieces;
    }

    /// <summary>The first whole message of each sender, in the order in which they began; what is no piece is passed over.</summary>
    /// <param name="pieces">Of one stage to one party.</param>
    /// <param name="longest">The most bytes of a message.</param>
    public static IReadOnlyList<RoundMessage> Join(IReadOnlyList<RoundMessage> pieces, long longest)
    {
        var whole = new List<RoundMessage>();
        IEnumerable<RoundMessage> sound = pieces.Where(piece => piece.Body.Length >= Header);
        foreach (IGrouping<ClientId, RoundMessage> sender in sound.GroupBy(piece => piece.From))
        {
            ReadOnlyMemory<byte> first = sender.First().Body[..NumberAt]; // whoever begins two messages has sent none
            if (Joined([.. sender.Where(piece => piece.Body.Span.StartsWith(first.Span))], longest) is { } body)
                whole.Add(sender.First() with { Body = body });
        }
        return whole;
    }

    private static byte[]? Joined(RoundMessage[] pieces, long longest)
    {
        int count = BinaryPrimitives.ReadInt32LittleEndian(pieces[0].Body.Span[CountAt..]);
        if (count != pieces.Length || NumbersOf(pieces).Where((number, i) => number != i).Any()) return null;
        if (pieces.Sum(piece => (long)piece.Body.Length - Header) > longest) return null;
        byte[] body = new byte[pieces.Sum(piece => piece.Body.Length - Header)];
        int at = 0;
        foreach (RoundMessage piece in pieces)
        {
            piece.Body.Span[Header..].CopyTo(body.AsSpan(at));
            at += piece.Body.Length - Header;
        }
        return SHA256.HashData(body).AsSpan().SequenceEqual(pieces[0].Body.Span[..NumberAt]) ? body : null;
    }

    // A sender posts its pieces in their order, and the channel keeps it.
    private static IEnumerable<int> NumbersOf(RoundMessage[] pieces) =>
        pieces.Select(piece => BinaryPrimitives.ReadInt32LittleEndian(piece.Body.Span[NumberAt..]));
}
