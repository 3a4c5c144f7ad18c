using System.Numerics;

namespace Tributary.Security;

/// <summary>
/// The sets of members that share a random number, so that any threshold of members have them all and fewer lack one: replicated secret
/// sharing (Ito, Saito, Nishizeki, 1987), and what such a number is worth in a share of Shamir's (Cramer, Damgard, Ishai, TCC 2005).
/// </summary>
/// <remarks>
/// For every set A of members - threshold + 1 members there is one polynomial f of degree threshold - 1 with f(0) = 1 that is zero at the
/// members outside of A. A number r that A knows is shared by r f: each member of A works out its share alone, and the others' are zero.
/// </remarks>
/// <param name="members">How many members there are; they count from 1.</param>
/// <param name="threshold">How many shares say what a secret is.</param>
internal sealed class SharingSets(int members, int threshold)
{
    /// <summary>The sets, each with a bit for every member of it; member 1 has the lowest.</summary>
    public IReadOnlyList<int> All { get; } =
        [.. Enumerable.Range(0, 1 << members).Where(set => BitOperations.PopCount((uint)set) == members - threshold + 1)];

    /// <summary>The sets that have all of these members.</summary>
    public IEnumerable<int> With(params IReadOnlyList<int> wanted)
    {
        int mask = wanted.Aggregate(0, (mask, member) => mask | BitOf(member));
        return All.Where(set => (set & mask) == mask);
    }

    /// <summary>The members of a set.</summary>
    public IEnumerable<int> MembersOf(int set) => Enumerable.Range(1, members).Where(member => (set & BitOf(member)) != 0);

    /// <summary>The value of a set's polynomial at a member of it.</summary>
    public ulong Value(int set, int member, Modulus field)
    {
        ulong above = 1, below = 1;
        for (int other = 1; other <= members; other++)
        {
            if ((set & BitOf(other)) != 0) continue;
            above = field.Multiply(above, field.Subtract((ulong)other, (ulong)member));
            below = field.Multiply(below, (ulong)other);
        }
        return field.Multiply(above, field.Invert(below));
    }

    private static int BitOf(int member) => 1 << (member - 1);
}
