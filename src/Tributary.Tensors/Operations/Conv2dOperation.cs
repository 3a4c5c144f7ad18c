namespace Tributary.Tensors;

/// <summary>
/// y[b, i, j, o] = bias[o] + the sum over u, v, c of x[b, i + u - top, j + v - left, c] W[u, v, c, o]; images are (B, H, W, C), stride one.
/// </summary>
/// <remarks>
/// Nothing is unfolded. With channels innermost a row of the window is contiguous, so one row of the result is a matrix product whose left
/// operand is a row of the padded image read with overlapping rows, and whose inner index has one segment for each row of the window. The
/// gradient of the image is the same product with the window turned round, that of the weights the product of image and gradient.
/// </remarks>
internal sealed unsafe class Conv2dOperation : Operation
{
    private readonly Tensor _input, _weight;
    private readonly Tensor? _bias;
    private readonly int _outputs;
    private readonly WindowGeometry _forward, _reverse;
    private readonly Memory<float> _padded, _paddedGradient, _panels; // one image, one gradient image, packed weights

    public Conv2dOperation(Tensor input, Tensor weight, Tensor? bias, bool same) : base(input, weight, bias)
    {
        if (input.Shape.Rank != 4) throw new TensorException($"Input of a convolution: expected shape (B, H, W, C), got {input.Shape}.");
        if (weight.Shape.Rank != 4)
            throw new TensorException($"Weight of a convolution: expected shape (rows, columns, in, out), got {weight.Shape}.");
        TensorException.ThrowIfDifferent("Channels of a convolution", input.Shape[3], weight.Shape[2]);
        if (bias is not null) TensorException.ThrowIfDifferent("Bias of a convolution", [weight.Shape[3]], bias.Shape);
        _input = input;
        _weight = weight;
        _bias = bias;
        _outputs = weight.Shape[3];
        _forward = WindowGeometry.Of(Shape.Create(input.Shape.Extents[1..]), weight.Shape[0], weight.Shape[1], same);
        _reverse = _forward.Reverse(_outputs);
        _padded = AlignedMemory.Allocate(_forward.PaddedCount);
        _paddedGradient = AlignedMemory.Allocate(_reverse.PaddedCount);
        int window = weight.Shape[0] * weight.Shape[1];
        _panels = AlignedMemory.Allocate(Math.Max(
            Packing.PanelCount(window * _forward.Channels, _outputs), Packing.PanelCount(window * _outputs, _forward.Channels)));
        Output = Result([input.Shape[0], _forward.OutputHeight, _forward.OutputWidth, _outputs]);
    }

    public override Tensor Output { get; }

    private int ImageCount => _forward.Height * _forward.Width * _forward.Channels;

    private int OutputCount => _forward.OutputHeight * _forward.OutputWidth * _outputs;

    public override void Forward()
    {
        fixed (float* weight = _weight.Values, panels = _panels.Span)
            Packing.Panels(weight, _outputs, 1, _forward.WindowHeight * _forward.WindowRow, _outputs, panels);
        Span<float> input = _input.Values, output = Output.Values, bias = _bias is null ? [] : _bias.Values;
        for (int example = 0; example < Graph.Batch; example++)
        {
            _forward.Pad(input.Slice(example * ImageCount, ImageCount), _padded.Span);
            Correlate(_forward, _padded.Span, _outputs, output.Slice(example * OutputCount, OutputCount), add: false, bias);
        }
    }

    public override void BackwardInputs()
    {
        if (Flows(_input)) BackwardInput(Output.Gradient, _input.GradientToWrite(out bool addInput), addInput);
    }

    public override void BackwardParameters()
    {
        if (Trains(_weight)) BackwardWeight(Output.Gradient, _weight.GradientToWrite(out bool add), add);
        if (_bias is not null && Trains(_bias)) Reduction.SumRows(Output.Gradient, _bias.GradientToWrite(out bool addBias), addBias);
    }

    private void BackwardInput(ReadOnlySpan<float> gradient, Span<float> target, bool add)
    {
        PackTurnedWeights();
        for (int example = 0; example < Graph.Batch; example++)
        {
            _reverse.Pad(gradient.Slice(example * OutputCount, OutputCount), _paddedGradient.Span);
            Correlate(_reverse, _paddedGradient.Span, _forward.Channels, target.Slice(example * ImageCount, ImageCount), add, []);
        }
    }

    /// <summary>Each row of the result against the packed weights; the result has <paramref name="columns"/> channels.</summary>
    private void Correlate(
        WindowGeometry geometry, ReadOnlySpan<float> padded, int columns, Span<float> result, bool add, ReadOnlySpan<float> bias)
    {
        int depth = geometry.WindowHeight * geometry.WindowRow, resultRow = geometry.OutputWidth * columns;
        fixed (float* image = padded, panels = _panels.Span, c = result, start = bias)
            for (int column = 0; column < columns; column += Panel.Width)
            {
                int width = Math.Min(Panel.Width, columns - column), stride = Packing.Stride(width);
                var tile = new Tile
                {
                    Segments = geometry.WindowHeight,
                    Depth = geometry.WindowRow,
                    ARow = geometry.Channels,
                    AStep = 1,
                    ASegment = geometry.PaddedRow,
                    B = panels + column * depth,
                    BStep = stride,
                    BSegment = geometry.WindowRow * stride,
                    CRow = columns,
                };
                for (int row = 0; row < geometry.OutputHeight; row++)
                {
                    tile.A = image + row * geometry.PaddedRow;
                    tile.C = c + row * resultRow + column;
                    tile.StartFrom(add, start is null ? null : start + column);
                    Panel.Run(geometry.OutputWidth, width, tile);
                }
            }
    }

    /// <summary>For each row of the window, (columns x in, out) += the image's rows turned on their side times the gradient.</summary>
    private void BackwardWeight(Span<float> gradient, Span<float> target, bool add)
    {
        int pixels = _forward.OutputHeight * _forward.OutputWidth;
        Span<float> input = _input.Values, packed = Graph.Workspace.PackedRight(Packing.PanelCount(pixels, _outputs));
        for (int example = 0; example < Graph.Batch; example++)
        {
            _forward.Pad(input.Slice(example * ImageCount, ImageCount), _padded.Span);
            fixed (float* image = _padded.Span, dy = gradient.Slice(example * OutputCount, OutputCount), panels = packed, c = target)
            {
                Packing.Panels(dy, _outputs, 1, pixels, _outputs, panels);
                for (int column = 0; column < _outputs; column += Panel.Width)
                    for (int u = 0; u < _forward.WindowHeight; u++)
                    {
                        int width = Math.Min(Panel.Width, _outputs - column), stride = Packing.Stride(width);
                        var tile = new Tile
                        {
                            Segments = _forward.OutputHeight,
                            Depth = _forward.OutputWidth,
                            A = image + u * _forward.PaddedRow,
                            ARow = 1,
                            AStep = _forward.Channels,
                            ASegment = _forward.PaddedRow,
                            B = panels + column * pixels,
                            BStep = stride,
                            BSegment = _forward.OutputWidth * stride,
                            C = c + u * _forward.WindowRow * _outputs + column,
                            CRow = _outputs,
                        };
                        tile.StartFrom(add || example > 0, null);
                        Panel.Run(_forward.WindowRow, width, tile);
                    }
            }
        }
    }

    /// <summary>Packs the window turned by half a circle with its channels exchanged: (rows, columns, out, in).</summary>
    private void PackTurnedWeights()
    {
        int channels = _forward.Channels, places = _forward.WindowHeight * _forward.WindowWidth;
        fixed (float* weight = _weight.Values, panels = _panels.Span)
            for (int column = 0; column < channels; column += Panel.Width)
            {
                int width = Math.Min(Panel.Width, channels - column);
                float* panel = panels + column * places * _outputs;
                for (int place = 0; place < places; place++)
                    Packing.Panels(
                        weight + ((places - 1 - place) * channels + column) * _outputs, 1, _outputs, _outputs, width,
                        panel + place * _outputs * Packing.Stride(width));
            }
    }
}
