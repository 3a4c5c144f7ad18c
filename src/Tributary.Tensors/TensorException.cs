using System.Diagnostics.CodeAnalysis;

namespace Tributary.Tensors;

/// <summary>A tensor was used against its shape: the message says what was expected and what was got.</summary>
public sealed class TensorException : Exception
{
    /// <summary>Makes the exception from a complete sentence.</summary>
    public TensorException(string message) : base(message)
    {
    }

    internal static void ThrowIfNotPositive(int value, string what)
    {
        if (value <= 0) throw new TensorException($"Expected a positive {what}, got {value}.");
    }

    internal static void ThrowIfDifferent(string what, Shape expected, Shape got)
    {
        if (expected != got) ThrowDifferent(what, expected.ToString(), got.ToString());
    }

    internal static void ThrowIfDifferent(string what, int expected, int got)
    {
        if (expected != got) ThrowDifferent(what, expected.ToString(), got.ToString());
    }

    [DoesNotReturn]
    private static void ThrowDifferent(string what, string expected, string got) =>
        throw new TensorException($"{what}: expected {expected}, got {got}.");
}
