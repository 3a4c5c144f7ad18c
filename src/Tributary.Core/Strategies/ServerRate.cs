namespace Tributary.Core;

/// <summary>The ranges of what a server optimizer is set by.</summary>
internal static class ServerRate
{
    public static IEnumerable<Problem> Positive(string path, string what, double value) => value > 0 && double.IsFinite(value)
        ? []
        : [Problem.OutOfRange(path,
            $"The server's {what} is {value}, with which it cannot take a step towards the clients. Give a finite number above 0.")];

    public static IEnumerable<Problem> BelowOne(string path, string what, double value) => value is >= 0 and < 1
        ? []
        : [Problem.OutOfRange(path,
            $"The server's {what} is {value}, with which what it remembers would never fade. Give a number from 0 to below 1.")];
}
