using System.Runtime.CompilerServices;
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
    private bool _add;

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
        Span<float> target = _input.GradientToWrite(out _add);
        bool covers = _height * _size == _input.Shape[1] && _width * _size == _input.Shape[2];
        if (!_add && !covers) target.Clear();
        Graph.For(Output.Rows, 2L * _places.Length * _channels, _backward);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Forward(int start, int end, Workspace workspace)
    {
        ReadOnlySpan<float> input = _input.Values;
        Span<float> output = Output.Values;
        for (int pixel = start; pixel < end; pixel++)
        {
            ReadOnlySpan<float> window = input[FirstPlace(pixel)..];
            Span<float> largest = output.Slice(pixel * _channels, _channels);
            for (int channel = 0; channel < _channels; channel += Lanes.Count)
            {
                Vector512<float> value = Lanes.Load(window[.._channels], channel);
                foreach (int place in _places) value = Larger(value, Lanes.Load(window.Slice(place, _channels), channel));
                Lanes.Store(value, largest, channel);
            }
        }
    }

    /// <summary>Hands the gradient of each pixel to where its value came from, 16 channels at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Backward(int start, int end, Workspace workspace)
    {
        ReadOnlySpan<float> input = _input.Values, output = Output.Values, gradient = Output.Gradient;
        Span<float> target = _input.Gradient;
        for (int pixel = start; pixel < end; pixel++)
        {
            int first = FirstPlace(pixel);
            ReadOnlySpan<float> window = input[first..];
            Span<float> sums = target[first..];
            for (int channel = 0; channel < _channels; channel += Lanes.Count)
            {
                Vector512<float> value = Lanes.Load(output.Slice(pixel * _channels, _channels), channel);
                Vector512<float> left = Lanes.Load(gradient.Slice(pixel * _channels, _channels), channel);
                foreach (int place in _places)
                {
                    Vector512<float> here = Vector512.Equals(Lanes.Load(window.Slice(place, _channels), channel), value);
                    Span<float> sum = sums.Slice(place, _channels);
                    Vector512<float> share = left & here;
                    Lanes.Store(_add ? Lanes.Load(sum, channel) + share : share, sum, channel);
                    left = Vector512.AndNot(left, here);
                }
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Larger(Vector512<float> x, Vector512<float> y) =>
        Vector512.ConditionalSelect(Vector512.GreaterThan(y, x), y, x);
}
