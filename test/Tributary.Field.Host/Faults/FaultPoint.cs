using System.Globalization;

namespace Tributary.Field.Host;

/// <summary>A moment in the life of a process: before or after the n-th time that it does something to its store.</summary>
/// <param name="Place">What it does: <c>event</c>, <c>service</c>, <c>put</c>, <c>delete</c>, <c>append</c>, <c>seal</c>.</param>
/// <param name="IsAfter">Whether the store has done it.</param>
/// <param name="Number">The how manieth time, from one; zero for never.</param>
internal sealed record FaultPoint(string Place, bool IsAfter, int Number)
{
    /// <summary>A moment that never comes.</summary>
    public static FaultPoint Never { get; } = new("nothing", false, 0);

    /// <summary>Every such moment, where something is done so many times.</summary>
    public static IEnumerable<FaultPoint> Every(string place, int count) =>
        Enumerable.Range(1, count).SelectMany(number =>
            new[] { new FaultPoint(place, false, number), new FaultPoint(place, true, number) });

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static FaultPoint Parse(string text)
    {
        string[] words = text.Split(':');
        return new FaultPoint(words[1], words[0] == "after", int.Parse(words[2], CultureInfo.InvariantCulture));
    }

    public override string ToString() => $"{(IsAfter ? "after" : "before")}:{Place}:{Number}";
}
