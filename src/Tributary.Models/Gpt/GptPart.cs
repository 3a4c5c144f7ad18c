namespace Tributary.Models;

/// <summary>Neighbouring columns of a matrix that the field knows by a name of their own.</summary>
/// <param name="Name">Such as <c>q_proj</c>.</param>
/// <param name="Start">The first column.</param>
/// <param name="Width">The number of columns.</param>
internal readonly record struct GptPart(string Name, int Start, int Width)
{
    /// <summary>Parts side by side.</summary>
    public static IReadOnlyList<GptPart> SideBySide(params ReadOnlySpan<(string Name, int Width)> parts)
    {
        var all = new List<GptPart>(parts.Length);
        int start = 0;
        foreach ((string name, int width) in parts)
        {
            all.Add(new GptPart(name, start, width));
            start += width;
        }
        return all;
    }
}
