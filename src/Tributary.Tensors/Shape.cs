using System.Runtime.CompilerServices;

namespace Tributary.Tensors;

/// <summary>The extents of an n-dimensional array in row-major order, outermost first; <c>[]</c> is a scalar.</summary>
[CollectionBuilder(typeof(Shape), nameof(Create))]
public readonly struct Shape : IEquatable<Shape>
{
    private readonly int[]? _extents;

    private Shape(int[] extents) => _extents = extents;

    /// <summary>Makes a shape from extents of at least one each.</summary>
    /// <exception cref="TensorException">An extent is below one, or the array would have more than 2^31 - 1 elements.</exception>
    public static Shape Create(ReadOnlySpan<int> extents)
    {
        long count = 1;
        foreach (int extent in extents)
        {
            TensorException.ThrowIfNotPositive(extent, "extent");
            count *= extent;
            if (count > int.MaxValue)
                throw new TensorException(
                    $"A tensor of shape ({string.Join(", ", extents.ToArray())}) has more than {int.MaxValue} elements. Split it.");
        }
        return new Shape(extents.ToArray());
    }

    /// <summary>The number of dimensions.</summary>
    public int Rank => Extents.Length;

    /// <summary>The number of elements.</summary>
    public int Count
    {
        get
        {
            int count = 1;
            foreach (int extent in Extents) count *= extent;
            return count;
        }
    }

    /// <summary>The extents, outermost first.</summary>
    public ReadOnlySpan<int> Extents => _extents;

    /// <summary>One extent; <c>^1</c> is the innermost.</summary>
    public int this[Index index] => Extents[index];

    /// <summary>The enumerator a collection expression needs.</summary>
    public ReadOnlySpan<int>.Enumerator GetEnumerator() => Extents.GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(Shape other) => Extents.SequenceEqual(other.Extents);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (int extent in Extents) hash.Add(extent);
        return hash.ToHashCode();
    }

    /// <summary>As in the literature: <c>(32, 784)</c>.</summary>
    public override string ToString() => $"({string.Join(", ", Extents.ToArray())})";

    /// <summary>Same extents in the same order.</summary>
    public static bool operator ==(Shape left, Shape right) => left.Equals(right);

    /// <summary>Different extents.</summary>
    public static bool operator !=(Shape left, Shape right) => !left.Equals(right);
}
