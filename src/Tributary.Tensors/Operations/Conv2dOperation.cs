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
    private readonly Memory<float> _padded, _panels; // the images with their borders, packed weights
    private readonly RangeBody _forwardImages, _backwardImages, _backwardWindow;
    private readonly ColumnSum _backwardBias;
    private bool _add;
    private (int First, int End) _examples; // whose gradient of the weights is being computed

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
        _padded = AlignedMemory.Allocate(Shape.Create([input.Shape[0], _forward.PaddedCount]).Count);
        int window = weight.Shape[0] * weight.Shape[1];
        _panels = AlignedMemory.Allocate(Math.Max(
            Packing.PanelCount(window * _forward.Channels, _outputs), Packing.PanelCount(window * _outputs, _forward.Channels)));
        _forwardImages = ForwardImages;
        _backwardImages = BackwardImages;
        _backwardWindow = BackwardWindow;
        _backwardBias = new ColumnSum(Graph);
        Output = Result([input.Shape[0], _forward.OutputHeight, _forward.OutputWidth, _outputs]);
    }

    public override Tensor Output { get; }

    /// <summary>False: the padded copies are read instead.</summary>
    public override bool BackwardReadsInputs => false;

    private int ImageCount => _forward.Height * _forward.Width * _forward.Channels;

    private int OutputCount => _forward.OutputHeight * _forward.OutputWidth * _outputs;

    private long WorkAnImage => (long)OutputCount * _forward.WindowHeight * _forward.WindowRow / 20;

    public override void Forward()
    {
        fixed (float* weight = _weight.Values, panels = _panels.Span)
            Packing.Panels(weight, _outputs, 1, _forward.WindowHeight * _forward.WindowRow, _outputs, panels);
        Graph.For(Graph.Batch, WorkAnImage, _forwardImages);
    }

    public override void BackwardInputs()
    {
        if (!Flows(_input)) return;
        _input.GradientToWrite(out _add);
        PackTurnedWeights();
        Graph.For(Graph.Batch, WorkAnImage, _backwardImages);
    }

    public override void BackwardParameters(int first, int count)
    {
        if (Trains(_weight))
        {
            _weight.GradientToWrite(out _add);
            _examples = (first, first + count);
            int panels = (_outputs + Panel.Width - 1) / Panel.Width, parts = _forward.WindowHeight * panels;
            Graph.For(parts, WorkAnImage * count / parts, _backwardWindow);
        }
        if (_bias is not null && Trains(_bias))
            _backwardBias.Run(Of(first, count, Output.Gradient), _bias.GradientToWrite(out bool add), add);
    }

    public override bool AddSquaredNorms(double[] squares)
    {
        int pixels = _forward.OutputHeight * _forward.OutputWidth, window = _forward.WindowHeight * _forward.WindowRow;
        if (!Trains(_weight) || !GhostNorm.IsCheaper(pixels, window, _outputs)) return false;
        for (int example = 0; example < Graph.Batch; example++)
        {
            Span<float> windows = Graph.Workspace.Scratch(pixels * window); // (pixels, window)
            _forward.Unfold(Padded(example), windows);
            squares[example] += GhostNorm.Of(
                windows, Of(example, 1, Output.Gradient), pixels, _bias is not null && Trains(_bias), Graph.Workspace);
        }
        return true;
    }

    private Span<float> Padded(int example) => _padded.Span.Slice(example * _forward.PaddedCount, _forward.PaddedCount);

    private void ForwardImages(int start, int end, Workspace workspace)
    {
        Span<float> input = _input.Values, output = Output.Values, bias = _bias is null ? [] : _bias.Values;
        for (int example = start; example < end; example++)
        {
            _forward.Pad(input.Slice(example * ImageCount, ImageCount), Padded(example));
            Correlate(_forward, Padded(example), _outputs, output.Slice(example * OutputCount, OutputCount), add: false, bias);
        }
    }

    private void BackwardImages(int start, int end, Workspace workspace)
    {
        Span<float> gradient = Output.Gradient, target = _input.Gradient, padded = workspace.Scratch(_reverse.PaddedCount);
        padded.Clear();
        for (int example = start; example < end; example++)
        {
            _reverse.Pad(gradient.Slice(example * OutputCount, OutputCount), padded);
            Correlate(_reverse, padded, _forward.Channels, target.Slice(example * ImageCount, ImageCount), _add, []);
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

    /// <summary>
    /// For some rows of the window and panels of outputs, and all images in turn: (columns x in, out) += the image's rows turned on their
    /// side times the gradient, which is read in place where its rows are whole vectors.
    /// </summary>
    private void BackwardWindow(int start, int end, Workspace workspace)
    {
        int pixels = _forward.OutputHeight * _forward.OutputWidth;
        bool inPlace = _outputs % Lanes.Count == 0;
        fixed (float* images = _padded.Span, gradient = Output.Gradient, target = _weight.Gradient)
        fixed (float* packed = workspace.PackedRight(inPlace ? 0 : Packing.PanelCount(pixels, Panel.Width)))
            for (int example = _examples.First; example < _examples.End; example++)
                for (int part = start; part < end; part++)
                {
                    (int panel, int u) = Math.DivRem(part, _forward.WindowHeight);
                    int column = panel * Panel.Width, width = Math.Min(Panel.Width, _outputs - column);
                    int stride = inPlace ? _outputs : Packing.Stride(width);
                    float* dy = gradient + example * OutputCount + column;
                    if (!inPlace && (u == 0 || part == start)) Packing.Panels(dy, _outputs, 1, pixels, width, packed);
                    var tile = new Tile
                    {
                        Segments = _forward.OutputHeight,
                        Depth = _forward.OutputWidth,
                        A = images + example * _forward.PaddedCount + u * _forward.PaddedRow,
                        ARow = 1,
                        AStep = _forward.Channels,
                        ASegment = _forward.PaddedRow,
                        B = inPlace ? dy : packed,
                        BStep = stride,
                        BSegment = _forward.OutputWidth * stride,
                        C = target + u * _forward.WindowRow * _outputs + column,
                        CRow = _outputs,
                    };
                    tile.StartFrom(_add || example > _examples.First, null);
                    Panel.Run(_forward.WindowRow, width, tile);
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
