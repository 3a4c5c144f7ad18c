using System.Runtime.Intrinsics;

namespace Tributary.Security;

/// <summary>
/// The negacyclic transform of polynomials of degree below 4096 modulo one prime, after which products are taken pointwise.
/// </summary>
/// <remarks>
/// Cooley-Tukey forward, Gentleman-Sande back (Longa, Naehrig, CANS 2016), with Shoup's products and lazy residues (Harvey, 2014). The
/// sequence is seen as a square of 64 times 64 and transposed half way, so that neighbours are always in different butterflies; the order
/// of transformed values is therefore of no use to anyone but the inverse.
/// </remarks>
internal sealed class NumberTheoreticTransform
{
    /// <summary>The sequence is a square with sides of this length.</summary>
    internal const int Side = 64;

    private readonly TwiddleTable _forward, _backward;
    private readonly ulong _scale, _scaleQuotient;

    private NumberTheoreticTransform(Modulus modulus, ulong root)
    {
        Modulus = modulus;
        _forward = new TwiddleTable(modulus, root);
        _backward = new TwiddleTable(modulus, modulus.Invert(root));
        _scale = modulus.Invert(LatticeParameters.Degree);
        _scaleQuotient = modulus.Quotient(_scale);
    }

    /// <summary>The transforms of the ring, in the order of its primes.</summary>
    public static IReadOnlyList<NumberTheoreticTransform> Both { get; } =
        [new(Modulus.Both[0], LatticeParameters.Roots[0]), new(Modulus.Both[1], LatticeParameters.Roots[1])];

    /// <summary>The prime.</summary>
    public Modulus Modulus { get; }

    /// <summary>Transforms coefficients below 4q in place; the values are below q.</summary>
    public void Forward(Span<ulong> polynomial) => Forward(polynomial, WideLanes.Pays);

    /// <summary>Coefficients below q of transformed values below 4q.</summary>
    public void Inverse(Span<ulong> polynomial) => Inverse(polynomial, WideLanes.Pays);

    /// <summary>With vectors or without.</summary>
    internal void Forward(Span<ulong> polynomial, bool wide)
    {
        if (wide) Butterflies<WideLanes, Vector512<ulong>>.Forward(polynomial, _forward);
        else Butterflies<ScalarLanes, ulong>.Forward(polynomial, _forward);
    }

    /// <summary>With vectors or without.</summary>
    internal void Inverse(Span<ulong> polynomial, bool wide)
    {
        if (wide) Butterflies<WideLanes, Vector512<ulong>>.Inverse(polynomial, _backward, _scale, _scaleQuotient);
        else Butterflies<ScalarLanes, ulong>.Inverse(polynomial, _backward, _scale, _scaleQuotient);
    }
}
