using Tributary.Core;

namespace Tributary.Security;

/// <summary>The parts of a collective key as every client is given them: each with its holder's number and signature.</summary>
internal sealed class SignedKey
{
    private const int PartAt = 1, SignatureAt = PartAt + PublicKeyPart.ByteLength, Each = SignatureAt + HolderMessage.SignatureLength;

    private SignedKey(EncryptTerms terms, IReadOnlyList<int> holders, IReadOnlyList<PublicKeyPart> parts)
    {
        (Holders, Parts) = (holders, parts);
        var text = new TermsText();
        text.Add(terms.Digest);
        for (int i = 0; i < holders.Count; i++) text.Add((ulong)holders[i]).Add(parts[i].Digest());
        Digest = text.DigestFor(terms.Round, Encrypt.KeysStep);
    }

    /// <summary>The numbers of the members that hold a part, ascending.</summary>
    public IReadOnlyList<int> Holders { get; }

    /// <summary>Their parts.</summary>
    public IReadOnlyList<PublicKeyPart> Parts { get; }

    /// <summary>Of all of it and of the terms: 32 bytes.</summary>
    public byte[] Digest { get; }

    /// <summary>What the coordinator hands out.</summary>
    public static byte[] ToBytes(IEnumerable<(int Holder, HolderMessage Message)> messages) =>
    [
        .. messages.OrderBy(one => one.Holder)
            .SelectMany(one => (byte[])[(byte)one.Holder, .. one.Message.Part.ToBytes(), .. one.Message.Signature]),
    ];

    /// <summary>The key that the coordinator handed out, once everything about it has been checked.</summary>
    /// <exception cref="KeeperException">It is incomplete, or not the committee's.</exception>
    public static async ValueTask<SignedKey> ReadAsync(RoundContext round, EncryptTerms terms, ClientId to, CancellationToken cancellation)
    {
        RoundMessage? message = (await round.Channel.ReadAsync(terms.Round, Encrypt.KeysStep, to, cancellation))
            .FirstOrDefault(message => message.From == RoundMessage.Coordinator);
        return FromBytes(message?.Body ?? default, terms);
    }

    private static SignedKey FromBytes(ReadOnlyMemory<byte> bytes, EncryptTerms terms)
    {
        if (bytes.Length % Each != 0) throw Unusable(terms, $"it has {bytes.Length} bytes, and each part takes {Each}");
        var (holders, parts) = (new List<int>(), new List<PublicKeyPart>());
        for (; !bytes.IsEmpty; bytes = bytes[Each..])
        {
            int holder = bytes.Span[0];
            if (holder == 0 || holder > terms.Committee.Count || holder <= holders.LastOrDefault())
                throw Unusable(terms, $"it has a part of a member {holder} at a place where it cannot be");
            PublicKeyPart part;
            try
            {
                part = PublicKeyPart.FromBytes(bytes.Span[PartAt..SignatureAt]);
            }
            catch (SecurityException e)
            {
                throw Unusable(terms, e.Message);
            }
            if (!BoxKey.IsSigned(terms.Keys[holder - 1].Span, terms.Signed(holder, part), bytes.Span[SignatureAt..Each]))
                throw Unusable(terms, $"the part of '{terms.Committee[holder - 1]}' is not signed by it under these terms");
            holders.Add(holder);
            parts.Add(part);
        }
        return holders.Count >= terms.Plan.Sizes.Threshold
            ? new SignedKey(terms, holders, parts)
            : throw Unusable(terms,
                $"{holders.Count} of {terms.Committee.Count} members made a part of it, and " +
                $"{terms.Plan.Sizes.Threshold} are needed to open a sum");
    }

    private static KeeperException Unusable(EncryptTerms terms, string why) => new(ProblemCodes.CollectiveKeyUnusable,
        $"The key that updates of round {terms.Round} are to be encrypted under cannot be used: {why}. " +
        "This site sends no update under it.");
}
