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
        if (Flows(_table)) BackwardTable();
    }

    public override void BackwardParameters()
    {
        if (Trains(_table)) BackwardTable();
    }

    private void BackwardTable()
    {
        ReadOnlySpan<int> indices = _indices.Values;
        Span<float> gradient = Output.Gradient, target = _table.GradientToAdd();
        for (int i = 0; i < indices.Length; i++)
            Elementwise.AddScaled(gradient.Slice(i * _width, _width), 1, target.Slice(indices[i] * _width, _width));
    }
}
