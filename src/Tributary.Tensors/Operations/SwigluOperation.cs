using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tributary.Tensors;

/// <summary>y = silu(gate) * up, where the last extent holds the gate and then as many values: (..., 2C) to (..., C).</summary>
/// <remarks>Shazeer: GLU variants improve transformer, arXiv:2002.05202, equation 6 without the matrices.</remarks>
internal sealed class SwigluOperation : Operation
{
    private readonly Tensor _input;
    private readonly int _width;
    private readonly RangeBody _forward, _backward;
    private bool _add;

    public SwigluOperation(Tensor input) : base(input)
    {
        if (input.Shape.Rank == 0 || input.Shape[^1] % 2 != 0)
            throw new TensorException($"A gated unit: expected a gate and as many values in the last extent, got shape {input.Shape}.");
        _input = input;
        _width = input.Shape[^1] / 2;
        _forward = Forward;
        _backward = Backward;
        Output = Result([.. input.Shape.Extents[..^1], _width], input.IsPerExample);
    }

    public override Tensor Output { get; }

    public override void Forward() => Graph.For(_input.Rows, 8L * _width, _forward);

    public override void BackwardInputs()
    {
        if (!Flows(_input)) return;
        _input.GradientToWrite(out _add);
        Graph.For(_input.Rows, 16L * _width, _backward);
    }

    private void Forward(int start, int end, Workspace workspace)
    {
        ReadOnlySpan<float> input = _input.Values;
        Span<float> output = Output.Values;
        for (int row = start; row < end; row++)
            Elementwise.Map(default(Value), Gate(input, row), Up(input, row), output.Slice(row * _width, _width));
    }

    private void Backward(int start, int end, Workspace workspace)
    {
        ReadOnlySpan<float> input = _input.Values, gradient = Output.Gradient;
        Span<float> target = _input.Gradient;
        for (int row = start; row < end; row++)
        {
            ReadOnlySpan<float> gate = Gate(input, row), up = Up(input, row), dy = gradient.Slice(row * _width, _width);
            Elementwise.Map(default(GateGradient), gate, up, dy, target.Slice(2 * row * _width, _width), _add);
            Elementwise.Map(default(Value), gate, dy, target.Slice((2 * row + 1) * _width, _width), _add);
        }
    }

    private ReadOnlySpan<float> Gate(ReadOnlySpan<float> input, int row) => input.Slice(2 * row * _width, _width);

    private ReadOnlySpan<float> Up(ReadOnlySpan<float> input, int row) => input.Slice((2 * row + 1) * _width, _width);

    private readonly struct Value : IBinaryKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Apply(Vector512<float> gate, Vector512<float> up) => SiluActivation.Value(gate) * up;
    }

    private readonly struct GateGradient : ITernaryKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Apply(Vector512<float> gate, Vector512<float> up, Vector512<float> dy) =>
            SiluActivation.Derivative(gate, SiluActivation.Value(gate)) * up * dy;
    }
}
