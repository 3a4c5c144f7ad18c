using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>A variational autoencoder of rows with its objective, and a second graph that draws.</summary>
internal sealed class TvaeModel : Model, ITableModel
{
    private static readonly string[] _metricNames = ["loss"];

    private ModeCoding? _coding;
    private float[] _counts = [];

    /// <inheritdoc/>
    public required TableHistogram Histogram { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Metrics => _metricNames;

    /// <inheritdoc/>
    public ITableGenerator Generator => new TvaeGenerator(this, Coding());

    public required ModeLayout Rows { get; init; }

    /// <summary>(B, width): what the encoder sees.</summary>
    public required Tensor Row { get; init; }

    /// <summary>(B, code): what makes a code of a mean and a deviation.</summary>
    public required Tensor Noise { get; init; }

    /// <summary>(B, code): ones.</summary>
    public required Tensor Ones { get; init; }

    /// <summary>What should come back.</summary>
    public required TvaeTargets Targets { get; init; }

    /// <summary>From a code to a row.</summary>
    public required Graph Drawing { get; init; }

    /// <summary>(B, code): where drawing begins.</summary>
    public required Tensor Code { get; init; }

    /// <summary>(B, width): logits and places.</summary>
    public required Tensor Drawn { get; init; }

    /// <inheritdoc/>
    public override void Load(Dataset data, ReadOnlySpan<int> examples, RandomStream random)
    {
        var table = (TableData)data;
        ModeCoding coding = Coding();
        Graph.Batch = examples.Length;
        Row.Values.Clear();
        Ones.Values.Fill(1);
        random.FillNormal(Noise.Values);
        for (int b = 0; b < examples.Length; b++)
        {
            Span<float> row = Row.Values.Slice(b * Rows.Width, Rows.Width);
            for (int column = 0; column < Rows.Starts.Length; column++)
            {
                (int group, float place) = coding.Encode(column, table[examples[b], column]);
                row[Rows.Starts[column] + group] = 1;
                Targets.Kinds[column].Values[b] = group;
                if (Targets.Places[column] is not { } target) continue;
                row[Rows.Starts[column] + Rows.Indicators(column)] = place;
                target.Values[b] = place;
            }
        }
    }

    /// <inheritdoc/>
    public override double Score(Span<double> sums)
    {
        sums[0] += Loss.Values[0] * (double)Graph.Batch;
        return Graph.Batch;
    }

    /// <summary>The coding that the histogram gives, made anew where it has changed.</summary>
    private ModeCoding Coding()
    {
        ParameterEntry entry = Parameters.Layout.Find(TableHistogram.Counts)!;
        ReadOnlySpan<float> counts = Parameters.Values.Slice(entry.Offset, entry.Shape.Count);
        if (_coding is null || !counts.SequenceEqual(_counts))
        {
            _counts = counts.ToArray();
            _coding = new ModeCoding(Rows, Parameters.ToSet());
        }
        return _coding;
    }
}
