using Tributary.Core;
using Tributary.Tensors;

namespace Tributary.Training;

/// <summary>Trains fewer ranks of an adapter than it has: the columns of A and the rows of B behind them are zero.</summary>
/// <remarks>
/// Where both are zero so are both gradients, and every optimizer here leaves them there: the network is the one with an adapter of the
/// smaller rank, to the bit. Wang et al.: FLoRA, NeurIPS 2024, gives clients ranks of their own.
/// </remarks>
internal static class AdapterRank
{
    private const string A = ".lora_A", B = ".lora_B";

    /// <summary>Sets everything behind the first ranks to zero.</summary>
    /// <param name="model">With an adapter of at least that rank.</param>
    /// <param name="rank">How many ranks are kept.</param>
    public static void Limit(Parameters model, int rank)
    {
        foreach (ParameterEntry entry in model.Layout.Entries)
            Clear(entry.Name, entry.Shape.Extents[^1], model.Values.Slice(entry.Offset, entry.Shape.Count), rank);
    }

    /// <summary>Sets the change of everything behind the first ranks to zero: the client has not trained it.</summary>
    /// <param name="answer">The tensors of the change.</param>
    /// <param name="change">The change, one tensor after another.</param>
    /// <param name="rank">How many ranks were trained.</param>
    public static void Limit(IReadOnlyList<Segment> answer, Span<float> change, int rank)
    {
        foreach (Segment segment in answer)
        {
            Clear(segment.Name, segment.Columns, change[..segment.Length], rank);
            change = change[segment.Length..];
        }
    }

    private static void Clear(string name, int columns, Span<float> values, int rank)
    {
        if (name.EndsWith(A, StringComparison.Ordinal)) // (in, rank)
        {
            int kept = Math.Min(rank, columns);
            for (int row = 0; row < values.Length; row += columns) values.Slice(row + kept, columns - kept).Clear();
        }
        else if (name.EndsWith(B, StringComparison.Ordinal)) // (rank, out)
        {
            values[Math.Min(rank * columns, values.Length)..].Clear();
        }
    }
}
