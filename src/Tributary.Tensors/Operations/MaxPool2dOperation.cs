using System.Runtime.Intrinsics;

namespace Tributary.Tensors;

/// <summary>The largest value of each of side-by-side windows of an image (B, H, W, C); rows and columns left over are dropped.</summary>
/// <remarks>The gradient goes to the first largest value in reading order.</remarks>
internal sealed class MaxPool2dOperation : Operation
{
    private readonly Tensor _input;
    private readonly int _size, _height, _width, _channels;

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
        Output = Result([input.Shape[0], _height, _width, _channels]);
    }

    public override Tensor Output { get; }

    public override void Forward()
    {
        Span<float> input = _input.Values, output = Output.Values;
        for (int pixel = 0; pixel * _channels < output.Length; pixel++)
        {
            Span<float> largest = output.Slice(pixel * _channels, _channels);
            for (int place = 0; place < _size * _size; place++)
            {
                Span<float> value = input.Slice(Source(pixel, place), _channels);
                if (place == 0) value.CopyTo(largest);
                else Elementwise.Map(default(Larger), largest, value, largest);
            }
        }
    }

    public override void Backward()
    {
        Span<float> input = _input.Values, output = Output.Values, gradient = Output.Gradient, target = _input.GradientToAdd();
        for (int pixel = 0; pixel * _channels < output.Length; pixel++)
            for (int channel = 0; channel < _channels; channel += Lanes.Count)
                Route(input, output.Slice(pixel * _channels, _channels), gradient.Slice(pixel * _channels, _channels), target, pixel, channel);
    }

    /// <summary>Hands the gradient of eight channels of one pixel to where its value came from.</summary>
    private void Route(
        ReadOnlySpan<float> input, ReadOnlySpan<float> largest, ReadOnlySpan<float> gradient, Span<float> target, int pixel, int channel)
    {
        Vector256<float> value = Lanes.Load(largest, channel), left = Lanes.Load(gradient, channel);
        for (int place = 0; place < _size * _size; place++)
        {
            int source = Source(pixel, place);
            Span<float> sum = target.Slice(source, _channels);
            Vector256<float> here = Vector256.Equals(Lanes.Load(input.Slice(source, _channels), channel), value);
            Lanes.Store(Lanes.Load(sum, channel) + (left & here), sum, channel);
            left = Vector256.AndNot(left, here);
        }
    }

    /// <summary>Where in the input the given place of the window of an output pixel lies.</summary>
    private int Source(int pixel, int place)
    {
        int column = pixel % _width, row = pixel / _width % _height, example = pixel / _width / _height;
        int y = row * _size + place / _size, x = column * _size + place % _size;
        return ((example * _input.Shape[1] + y) * _input.Shape[2] + x) * _channels;
    }

    private readonly struct Larger : IBinaryKernel
    {
        public Vector256<float> Apply(Vector256<float> x, Vector256<float> y) => Vector256.ConditionalSelect(Vector256.GreaterThan(y, x), y, x);
    }
}
