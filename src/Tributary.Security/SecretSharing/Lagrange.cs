namespace Tributary.Security;

/// <summary>Weights of shares (Lagrange).</summary>
internal static class Lagrange
{
    /// <summary>
    /// What the value at a member's number m counts for the value at zero: the product of m' / (m' - m) over the other members m'.
    /// </summary>
    public static ulong WeightAtZero(Modulus field, int member, IEnumerable<int> members)
    {
        ulong above = 1, below = 1;
        foreach (int other in members)
        {
            if (other == member) continue;
            above = field.Multiply(above, (ulong)other);
            below = field.Multiply(below, field.Subtract((ulong)other, (ulong)member));
        }
        return field.Multiply(above, field.Invert(below));
    }
}
