using System.Runtime.Intrinsics;

namespace Tributary.Tensors;

/// <summary>The largest value of each of side-by-side windows of an image (B, H, W, C); rows and columns left over are dropped.</summary>
/// <remarks>The gradient goes to the first largest value in reading order.</remarks>
internal sealed class MaxPool2dOperation : Operation
{
    private readonly Tensor _input;
    private readonly int _size, _height, _width, _channels;
    private readonly int[] _places; // of a window's values, from its first
    private readonly RangeBody _forward, _backward;

    public MaxPool2dOperation(Tensor input, int size) : base(input)
    {
        TensorException.ThrowIfNotPositive(size, "pooling window");
        if (input.Shape.Rank != 4 || input.Shape[1] < size || input.Shape[2] < size)
            throw new TensorException($"Pooling over {size} x {size}: expected shape (B, H, W, C) at least that large, got {input.Shape}.");
        _input = input;
        _size = size;
        _height = input.Shape[1] / size;
        _width = input.Shape[2] / size;
        _channels = input.Shape[3];
        _places = [.. Enumerable.Range(0, size * size).Select(place => (place / size * input.Shape[2] + place % size) * _channels)];
        _forward = Forward;
        _backward = Backward;
        Output = Result([input.Shape[0], _height, _width, _channels]);
    }

    public override Tensor Output { get; }

    public override bool BackwardReadsOutput => true;

    public override void Forward() => Graph.For(Output.Rows, (long)_places.Length * _channels, _forward);

    public override void BackwardInputs()
    {
        _input.GradientToAdd();
        Graph.For(Output.Rows, 2L * _places.Length * _channels, _backward);
    }

    private void Forward(int start, int end, Workspace workspace)
    {
        Span<float> input = _input.Values, output = Output.Values;
        for (int pixel = start; pixel < end; pixel++)
        {
            Span<float> largest = output.Slice(pixel * _channels, _channels);
            int first = FirstPlace(pixel);
            input.Slice(first, _channels).CopyTo(largest);
            foreach (int place in _places) Elementwise.Map(default(Larger), largest, input.Slice(first + place, _channels), largest);
        }
    }

    private void Backward(int start, int end, Workspace workspace)
    {
        Span<float> input = _input.Values, output = Output.Values, gradient = Output.Gradient, target = _input.Gradient;
        for (int pixel = start; pixel < end; pixel++)
        {
            Span<float> largest = output.Slice(pixel * _channels, _channels), dy = gradient.Slice(pixel * _channels, _channels);
            Route(input, largest, dy, target, FirstPlace(pixel));
        }
    }

    /// <summary>Hands the gradient of one pixel to where its values came from, 16 channels at a time.</summary>
    private void Route(ReadOnlySpan<float> input, ReadOnlySpan<float> largest, ReadOnlySpan<float> gradient, Span<float> target, int first)
    {
        for (int channel = 0; channel < _channels; channel += Lanes.Count)
        {
            Vector512<float> value = Lanes.Load(largest, channel), left = Lanes.Load(gradient, channel);
            foreach (int place in _places)
            {
                Span<float> sum = target.Slice(first + place, _channels);
                Vector512<float> here = Vector512.Equals(Lanes.Load(input.Slice(first + place, _channels), channel), value);
                Lanes.Store(Lanes.Load(sum, channel) + (left & here), sum, channel);
                left = Vector512.AndNot(left, here);
            }
        }
    }

    /// <summary>Where in the input the window of an output pixel begins.</summary>
    private int FirstPlace(int pixel)
    {
        (int line, int column) = Math.DivRem(pixel, _width);
        (int example, int row) = Math.DivRem(line, _height);
        return ((example * _input.Shape[1] + row * _size) * _input.Shape[2] + column * _size) * _channels;
    }

    private readonly struct Larger : IBinaryKernel
    {
        public Vector512<float> Apply(Vector512<float> x, Vector512<float> y) =>
            Vector512.ConditionalSelect(Vector512.GreaterThan(y, x), y, x);
    }
}
