using System.Globalization;

namespace Tributary.Simulation;

/// <summary>Numbers as a reader wants them: few digits, a unit, no line break between the two.</summary>
public static class NumberText
{
    private const char NarrowSpace = '\u202f';
    private const char Minus = '\u2212';

    private static readonly string[] _byteUnits = ["bytes", "kB", "MB", "GB", "TB", "PB"];

    /// <summary>A whole number with thousands apart: <c>1,663,370</c>.</summary>
    public static string Count(long count) => Signed(count.ToString("N0", CultureInfo.InvariantCulture));

    /// <summary>A share of 1 in per cent: <c>97.1 %</c>.</summary>
    public static string Share(double share) => double.IsFinite(share)
        ? Signed((share * 100).ToString("0.0", CultureInfo.InvariantCulture)) + NarrowSpace + '%'
        : NotANumber(share);

    /// <summary>A tick of an axis: no more digits than it needs.</summary>
    public static string Tick(double value, bool isShare) => isShare
        ? Signed((value * 100).ToString("0.##", CultureInfo.InvariantCulture)) + NarrowSpace + '%'
        : Signed(value.ToString(Math.Abs(value) < 1e-4 && value != 0 ? "0.##E+0" : "#,0.####", CultureInfo.InvariantCulture));

    /// <summary>Four significant digits: <c>0.07215</c>, <c>12.35</c>, <c>4.2e-09</c>.</summary>
    public static string Number(double value)
    {
        if (!double.IsFinite(value)) return NotANumber(value);
        double size = Math.Abs(value);
        string format = size switch
        {
            0 => "0",
            < 1e-4 or >= 1e9 => "0.###E+0",
            < 0.001 => "0.#######",
            < 0.01 => "0.00####",
            < 0.1 => "0.00###",
            < 10 => "0.000",
            < 100 => "0.00",
            < 1000 => "0.0",
            _ => "N0",
        };
        return Signed(value.ToString(format, CultureInfo.InvariantCulture));
    }

    /// <summary>Bytes in decimal units, three digits: <c>6.65 MB</c>.</summary>
    public static string Bytes(double bytes)
    {
        int unit = 0;
        for (; Math.Abs(bytes) >= 999.5 && unit < _byteUnits.Length - 1; unit++) bytes /= 1000;
        string format = unit == 0 || Math.Abs(bytes) >= 99.95 ? "0" : Math.Abs(bytes) >= 9.995 ? "0.#" : "0.##";
        return Signed(bytes.ToString(format, CultureInfo.InvariantCulture)) + NarrowSpace + _byteUnits[unit];
    }

    /// <summary>A time: <c>48.2 s</c>, <c>3 min 20 s</c>, <c>1 h 04 min</c>.</summary>
    public static string Seconds(double seconds)
    {
        if (!double.IsFinite(seconds)) return NotANumber(seconds);
        if (seconds < 99.95) return seconds.ToString(seconds < 9.995 ? "0.00" : "0.0", CultureInfo.InvariantCulture) + NarrowSpace + 's';
        long whole = (long)Math.Round(seconds);
        return whole < 3600
            ? string.Create(CultureInfo.InvariantCulture, $"{whole / 60}{NarrowSpace}min {whole % 60:00}{NarrowSpace}s")
            : string.Create(CultureInfo.InvariantCulture, $"{whole / 3600}{NarrowSpace}h {whole / 60 % 60:00}{NarrowSpace}min");
    }

    /// <summary>How far two values of a metric are apart, without a sign: <c>1.2 points</c>.</summary>
    public static string Difference(MetricDescription metric, double difference) => metric.IsShare
        ? (Math.Abs(difference) * 100).ToString("0.0", CultureInfo.InvariantCulture) + NarrowSpace + "points"
        : Number(Math.Abs(difference));

    /// <summary>A metric's value as the metric reads best.</summary>
    public static string Metric(MetricDescription metric, double value) => metric.IsShare ? Share(value) : Number(value);

    private static string Signed(string number) => number.Replace('-', Minus);

    private static string NotANumber(double value) => double.IsNaN(value) ? "not a number" : value > 0 ? "infinite" : "minus infinite";
}
