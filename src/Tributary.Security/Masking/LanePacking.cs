namespace Tributary.Security;

/// <summary>How integers lie in the coefficients of the ring: lanes side by side, each wide enough for the sum of a cohort.</summary>
public sealed record LanePacking
{
    /// <summary>With lanes of so many bits for the sum of so many clients.</summary>
    /// <param name="laneBits">Bits of a lane, 1 to 60: a sum is below 2^laneBits.</param>
    /// <param name="cohort">The largest number of vectors in a sum, 1 to 1024.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A number is out of its range, or a lane cannot hold a one from each client.
    /// </exception>
    public LanePacking(int laneBits, int cohort)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(laneBits, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(laneBits, MessageParts.LowBits);
        ArgumentOutOfRangeException.ThrowIfLessThan(cohort, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(cohort, LatticeParameters.MaxCohort);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)cohort, 1UL << laneBits, nameof(cohort));
        LaneBits = laneBits;
        Cohort = cohort;
    }

    /// <summary>Bits of a lane.</summary>
    public int LaneBits { get; }

    /// <summary>The largest number of vectors in a sum.</summary>
    public int Cohort { get; }

    /// <summary>The largest word that a client may send: <see cref="Cohort"/> times it fits a lane.</summary>
    public ulong Largest => ((1UL << LaneBits) - 1) / (ulong)Cohort;

    /// <summary>Integers in a coefficient.</summary>
    public int Lanes => MessageBits / LaneBits;

    /// <summary>Bits of a coefficient's message.</summary>
    internal int MessageBits { get; init; } = LatticeParameters.MessageBits;

    /// <summary>Polynomials that hold so many integers.</summary>
    public int Blocks(int length) => checked((int)((length + WordsInBlock - 1L) / WordsInBlock));

    /// <summary>Integers in a polynomial.</summary>
    public int WordsInBlock => Lanes * LatticeParameters.Degree;
}
