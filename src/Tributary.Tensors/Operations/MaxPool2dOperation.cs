using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Tributary.Tensors;

/// <summary>The largest value of each of side-by-side windows of an image (B, H, W, C); rows and columns left over are dropped.</summary>
/// <remarks>
/// The gradient goes to the first largest value in reading order. Its place in the window is kept as a byte, so that the backward pass has
/// no need of the images.
/// </remarks>
internal sealed class MaxPool2dOperation : Operation
{
    private readonly Tensor _input;
    private readonly int _size, _height, _width, _channels;
    private readonly int[] _places; // of a window's values, from its first
    private readonly byte[] _winners; // for each value of the output, the number of the place that it came from
    private readonly RangeBody _forward, _backward;
    private bool _add;

    public MaxPool2dOperation(Tensor input, int size) : base(input)
    {
        TensorException.ThrowIfNotPositive(size, "pooling window");
        if (input.Shape.Rank != 4 || input.Shape[1] < size || input.Shape[2] < size)
            throw new TensorException($"Pooling over {size} x {size}: expected shape (B, H, W, C) at least that large, got {input.Shape}.");
        if (size > 16)
            throw new TensorException($"Pooling over {size} x {size}: expected windows of at most 16 x 16. Pool in several steps.");
        _input = input;
        _size = size;
        _height = input.Shape[1] / size;
        _width = input.Shape[2] / size;
        _channels = input.Shape[3];
        _places = [.. Enumerable.Range(0, size * size).Select(place => (place / size * input.Shape[2] + place % size) * _channels)];
        _forward = Forward;
        _backward = Backward;
        Output = Result([input.Shape[0], _height, _width, _channels]);
        _winners = new byte[Output.Shape.Count + Lanes.Count]; // the last vector may reach beyond the end
    }

    public override Tensor Output { get; }

    public override bool BackwardReadsInputs => false;

    public override void Forward() => Graph.For(Output.Rows, (long)_places.Length * _channels, _forward);

    public override void BackwardInputs()
    {
        Span<float> target = _input.GradientToWrite(out _add);
        bool covers = _height * _size == _input.Shape[1] && _width * _size == _input.Shape[2];
        if (!_add && !covers) target.Clear();
        Graph.For(Output.Rows, (long)_places.Length * _channels, _backward);
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
            Span<byte> winners = _winners.AsSpan(pixel * _channels, _channels);
            for (int channel = 0; channel < _channels; channel += Lanes.Count)
            {
                Vector512<float> value = Lanes.Load(window[.._channels], channel);
                Vector512<int> winner = default;
                for (int place = 1; place < _places.Length; place++)
                {
                    Vector512<float> other = Lanes.Load(window.Slice(_places[place], _channels), channel);
                    Vector512<float> larger = Vector512.GreaterThan(other, value);
                    value = Vector512.ConditionalSelect(larger, other, value);
                    winner = Vector512.ConditionalSelect(larger.AsInt32(), Vector512.Create(place), winner);
                }
                Lanes.Store(value, largest, channel);
                Store(winner, winners, channel);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Backward(int start, int end, Workspace workspace)
    {
        ReadOnlySpan<float> gradient = Output.Gradient;
        Span<float> target = _input.Gradient;
        for (int pixel = start; pixel < end; pixel++)
        {
            Span<float> sums = target[FirstPlace(pixel)..];
            for (int channel = 0; channel < _channels; channel += Lanes.Count)
            {
                Vector512<float> dy = Lanes.Load(gradient.Slice(pixel * _channels, _channels), channel);
                Vector512<int> winner = Load(_winners.AsSpan(pixel * _channels + channel, Lanes.Count));
                for (int place = 0; place < _places.Length; place++)
                {
                    Span<float> sum = sums.Slice(_places[place], _channels);
                    Vector512<float> share = dy & Vector512.Equals(winner, Vector512.Create(place)).AsSingle();
                    Lanes.Store(_add ? Lanes.Load(sum, channel) + share : share, sum, channel);
                }
            }
        }
    }

    /// <summary>Writes 16 small numbers as bytes, as far as they lie before the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<int> numbers, Span<byte> target, int index)
    {
        Vector128<byte> bytes = Avx512F.IsSupported
            ? Avx512F.ConvertToVector128Byte(numbers)
            : Vector128.Narrow(Narrow(numbers.GetLower()), Narrow(numbers.GetUpper()));
        if (index <= target.Length - Lanes.Count) bytes.CopyTo(target[index..]);
        else
            for (int lane = 0; index + lane < target.Length; lane++)
                target[index + lane] = bytes[lane];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ushort> Narrow(Vector256<int> numbers) => Vector128.Narrow(numbers.GetLower(), numbers.GetUpper()).AsUInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Load(ReadOnlySpan<byte> source)
    {
        Vector128<byte> bytes = Vector128.Create(source);
        if (Avx512F.IsSupported) return Avx512F.ConvertToVector512Int32(bytes);
        (Vector128<ushort> lower, Vector128<ushort> upper) = Vector128.Widen(bytes);
        return Vector512.Create(Widen(lower), Widen(upper));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Widen(Vector128<ushort> numbers)
    {
        (Vector128<uint> lower, Vector128<uint> upper) = Vector128.Widen(numbers);
        return Vector256.Create(lower, upper).AsInt32();
    }

    /// <summary>Where in the input the window of an output pixel begins.</summary>
    private int FirstPlace(int pixel)
    {
        (int line, int column) = Math.DivRem(pixel, _width);
        (int example, int row) = Math.DivRem(line, _height);
        return ((example * _input.Shape[1] + row * _size) * _input.Shape[2] + column * _size) * _channels;
    }
}
