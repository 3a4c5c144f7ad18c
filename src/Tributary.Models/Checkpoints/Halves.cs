namespace Tributary.Models;

/// <summary>Rounds weights to 16-bit floats.</summary>
internal static class Halves
{
    /// <summary>Each number to the nearest, ties to even.</summary>
    /// <exception cref="CheckpointException">One is too large.</exception>
    public static Half[] Of(string name, ReadOnlySpan<float> values)
    {
        var rounded = new Half[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            rounded[i] = (Half)values[i];
            if (!Half.IsFinite(rounded[i]))
                throw new CheckpointException(CheckpointFault.NotExportable,
                    $"The tensor '{name}' holds {values[i]}, which a 16-bit float cannot. Export as bf16 or f32.");
        }
        return rounded;
    }
}
