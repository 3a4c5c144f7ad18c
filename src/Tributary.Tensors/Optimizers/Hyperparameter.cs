using System.Numerics;
using System.Runtime.CompilerServices;

namespace Tributary.Tensors;

/// <summary>
/// The ranges that settings of optimizers, schedules and models must lie in; each gives the value back, or refuses it by the setting's
/// name.
/// </summary>
public static class Hyperparameter
{
    /// <summary>Above zero and finite.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not.</exception>
    public static double Positive(double value, [CallerMemberName] string name = "") =>
        value > 0 && double.IsFinite(value) ? value : throw Outside(value, name, "above zero and finite");

    /// <summary>Zero or above, and finite.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not.</exception>
    public static double NonNegative(double value, [CallerMemberName] string name = "") =>
        value >= 0 && double.IsFinite(value) ? value : throw Outside(value, name, "zero or above and finite");

    /// <summary>In [0, 1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not.</exception>
    public static double BelowOne(double value, [CallerMemberName] string name = "") =>
        value is >= 0 and < 1 ? value : throw Outside(value, name, "at least 0 and below 1");

    /// <summary>In [0, 1].</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not.</exception>
    public static double AtMostOne(double value, [CallerMemberName] string name = "") =>
        value is >= 0 and <= 1 ? value : throw Outside(value, name, "from 0 to 1");

    /// <summary>One or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less.</exception>
    public static T AtLeastOne<T>(T value, [CallerMemberName] string name = "") where T : INumber<T> =>
        value >= T.One ? value : throw Outside(value, name, "at least 1");

    /// <summary>Numbers of which each is one or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is less.</exception>
    public static IReadOnlyList<int> EachAtLeastOne(IReadOnlyList<int> values, [CallerMemberName] string name = "") =>
        values.All(value => value >= 1) ? values : throw Outside(values.First(value => value < 1), name, "at least 1, every number of it");

    private static ArgumentOutOfRangeException Outside<T>(T value, string name, string range) =>
        new(name, value, $"{name} must be {range}.");
}
