namespace Tributary.Security;

/// <summary>Turns what an opened sum holds, 2^Shift m + error, into messages, and refuses what is none.</summary>
internal sealed class ScaledRemainder(EncryptionSizes sizes)
{
    private static readonly UInt128 _product = (UInt128)LatticeParameters.Primes[0] * LatticeParameters.Primes[1];
    private readonly ChineseRemainder _join = new();

    /// <summary>The largest magnitude of an error so far.</summary>
    public Int128 LargestSeen { get; private set; }

    /// <summary>The messages of a block with these residues.</summary>
    /// <exception cref="SecurityException">An error is larger than members and clients can have made, or a message too wide.</exception>
    public void Split(ReadOnlySpan<ulong> first, ReadOnlySpan<ulong> second, MessageParts parts)
    {
        UInt128 half = UInt128.One << (sizes.Shift - 1);
        Int128 limit = sizes.LargestError;
        bool wrong = false;
        for (int i = 0; i < first.Length; i++)
        {
            UInt128 moved = _join.Join(first[i], second[i]) + half; // so that no error makes it negative
            if (moved >= _product) moved -= _product;
            UInt128 message = moved >> sizes.Shift;
            Int128 error = Int128.Abs((Int128)(moved - (message << sizes.Shift)) - (Int128)half);
            wrong |= message >> sizes.Packing.MessageBits != 0 || error > limit;
            LargestSeen = Int128.Max(LargestSeen, error);
            (parts.Low[i], parts.High[i]) = ((ulong)message, 0);
        }
        if (wrong)
            throw new SecurityException("The sum does not open with these answers: what is left beside the numbers is larger than honest "
                + "clients and members leave. Nothing is known about the sum then. The answers must be about exactly this sum, of members "
                + "that were given shares by all holders of the key.");
    }
}
