namespace Tributary.Tensors;

/// <summary>y[b, t] = table[index[b, t]]: rows of a table (V, C) picked by number.</summary>
internal sealed class EmbeddingOperation : Operation
{
    private readonly Tensor _table;
    private readonly Indices _indices;
    private readonly int _width;

    public EmbeddingOperation(Tensor table, Indices indices) : base(indices.Graph, table)
    {
        if (table.Shape.Rank != 2) throw new TensorException($"Table of an embedding: expected a matrix, got shape {table.Shape}.");
        _table = table;
        _indices = indices;
        _width = table.Shape[1];
        Output = Result([.. indices.Shape.Extents, _width]);
    }

    public override Tensor Output { get; }

    public override bool BackwardReadsInputs => false;

    public override void Forward()
    {
        ReadOnlySpan<int> indices = _indices.Values;
        Span<float> table = _table.Values, output = Output.Values;
        for (int i = 0; i < indices.Length; i++)
        {
            if ((uint)indices[i] >= (uint)_table.Shape[0])
                throw new TensorException($"Index of an embedding: expected 0 to {_table.Shape[0] - 1}, got {indices[i]} at position {i}.");
            table.Slice(indices[i] * _width, _width).CopyTo(output.Slice(i * _width, _width));
        }
    }

    public override void BackwardInputs()
    {
        if (Flows(_table)) BackwardTable(0, Graph.Batch);
    }

    public override void BackwardParameters(int first, int count)
    {
        if (Trains(_table)) BackwardTable(first, count);
    }

    /// <summary>The sum of dy[t] . dy[s] over all pairs of positions with the same index.</summary>
    public override bool AddSquaredNorms(double[] squares)
    {
        if (!Trains(_table)) return true;
        int positions = _indices.Values.Length / Graph.Batch;
        if (positions > _table.Shape[0]) return false;
        for (int example = 0; example < Graph.Batch; example++)
        {
            ReadOnlySpan<int> indices = _indices.Values.Slice(example * positions, positions);
            ReadOnlySpan<float> gradient = Of(example, 1, Output.Gradient);
            for (int t = 0; t < positions; t++)
                for (int s = 0; s <= t; s++)
                    if (indices[s] == indices[t])
                        squares[example] += (s < t ? 2.0 : 1.0)
                            * Reduction.Dot(gradient.Slice(t * _width, _width), gradient.Slice(s * _width, _width));
        }
        return true;
    }

    private void BackwardTable(int first, int count)
    {
        int positions = _indices.Values.Length / Graph.Batch;
        ReadOnlySpan<int> indices = _indices.Values.Slice(first * positions, count * positions);
        Span<float> gradient = Of(first, count, Output.Gradient), target = _table.GradientToAdd();
        for (int i = 0; i < indices.Length; i++)
            Elementwise.AddScaled(gradient.Slice(i * _width, _width), 1, target.Slice(indices[i] * _width, _width));
    }
}
