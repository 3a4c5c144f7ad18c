using System.Runtime.CompilerServices;

namespace Tributary.Tensors;

/// <summary>The ranges that settings of optimizers and schedules must lie in.</summary>
internal static class Hyperparameter
{
    public static double Positive(double value, [CallerMemberName] string name = "") =>
        value > 0 && double.IsFinite(value) ? value : throw Outside(value, name, "above zero and finite");

    public static double NonNegative(double value, [CallerMemberName] string name = "") =>
        value >= 0 && double.IsFinite(value) ? value : throw Outside(value, name, "zero or above and finite");

    public static double BelowOne(double value, [CallerMemberName] string name = "") =>
        value is >= 0 and < 1 ? value : throw Outside(value, name, "at least 0 and below 1");

    public static double AtMostOne(double value, [CallerMemberName] string name = "") =>
        value is >= 0 and <= 1 ? value : throw Outside(value, name, "from 0 to 1");

    public static long AtLeastOne(long value, [CallerMemberName] string name = "") =>
        value >= 1 ? value : throw Outside(value, name, "at least 1");

    private static ArgumentOutOfRangeException Outside<T>(T value, string name, string range) =>
        new(name, value, $"{name} must be {range}.");
}
