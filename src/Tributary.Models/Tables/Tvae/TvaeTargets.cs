using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>What a decoded row is compared with: the mode or name of every column, and the place of numbers in their mode.</summary>
internal sealed class TvaeTargets
{
    /// <summary>The deviation of a place from what comes back: that of places that are anywhere in their mode alike.</summary>
    public const double Deviation = 0.58;

    private const float Precision = (float)(0.5 / (Deviation * Deviation));

    private readonly ModeLayout _rows;

    /// <summary>Declares the targets.</summary>
    public TvaeTargets(Graph graph, ModeLayout rows)
    {
        _rows = rows;
        int columns = rows.Starts.Length;
        Kinds = [.. Enumerable.Range(0, columns).Select(_ => graph.Index())];
        Places = [.. Enumerable.Range(0, columns).Select(column => rows.HasPlace(column) ? graph.Input(1) : null)];
    }

    /// <summary>The mode or name of every column: (B) each.</summary>
    public Indices[] Kinds { get; }

    /// <summary>The place in its mode of every column of numbers, from -1 to 1: (B, 1) each; null for names.</summary>
    public Tensor?[] Places { get; }

    /// <summary>How badly rows came back, on average.</summary>
    /// <param name="decoded">(B, width).</param>
    public Tensor Loss(Tensor decoded)
    {
        Tensor? loss = null;
        for (int column = 0; column < Kinds.Length; column++)
        {
            int start = _rows.Starts[column], indicators = _rows.Indicators(column);
            Tensor kind = decoded.Slice(start, indicators).CrossEntropy(Kinds[column]);
            loss = loss is null ? kind : loss + kind;
            if (Places[column] is { } place)
                loss += decoded.Slice(start + indicators, 1).Tanh().MeanSquaredError(place).Scale(Precision);
        }
        return loss!;
    }
}
