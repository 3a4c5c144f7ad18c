using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tributary.Tensors;

/// <summary>y = x / sqrt(mean of x^2 + epsilon) times weight, over the last extent.</summary>
/// <remarks>Zhang, Sennrich: Root mean square layer normalization, NeurIPS 2019, equation 4.</remarks>
internal sealed class RmsNormOperation : Operation
{
    private readonly Tensor _input, _weight;
    private readonly float _epsilon;
    private readonly int _width;
    private readonly float[] _scales; // of each row: 1 / sqrt(mean of x^2 + epsilon)
    private readonly RangeBody _forward, _backwardInput, _backwardWeight;
    private bool _add;
    private (int Start, int End) _rows; // that the gradient of the weight sums over

    public RmsNormOperation(Tensor input, Tensor weight, float epsilon) : base(input, weight)
    {
        if (input.Shape.Rank == 0) throw new TensorException("Normalisation by the root mean square needs rows, got a scalar.");
        _input = input;
        _weight = weight;
        _epsilon = epsilon;
        _width = input.Shape[^1];
        TensorException.ThrowIfDifferent("Weight of a normalisation by the root mean square", [_width], weight.Shape);
        _scales = new float[input.Shape.Count / _width];
        _forward = Forward;
        _backwardInput = BackwardInput;
        _backwardWeight = BackwardWeight;
        Output = Result(input.Shape, input.IsPerExample);
    }

    public override Tensor Output { get; }

    public override void Forward() => Graph.For(_input.Rows, 3L * _width, _forward);

    public override void BackwardInputs()
    {
        if (!Flows(_input)) return;
        _input.GradientToWrite(out _add);
        Graph.For(_input.Rows, 4L * _width, _backwardInput);
    }

    public override void BackwardParameters(int first, int count)
    {
        if (!Trains(_weight)) return;
        int rows = _input.Rows / Graph.Batch;
        _rows = (first * rows, (first + count) * rows);
        _weight.GradientToWrite(out _add);
        Graph.For((_width + Lanes.Count - 1) / Lanes.Count, 2L * Lanes.Count * (_rows.End - _rows.Start), _backwardWeight);
    }

    private void Forward(int start, int end, Workspace workspace)
    {
        ReadOnlySpan<float> input = _input.Values, factors = _weight.Values;
        Span<float> output = Output.Values;
        for (int row = start; row < end; row++)
        {
            ReadOnlySpan<float> x = input.Slice(row * _width, _width);
            float scale = 1 / MathF.Sqrt(Reduction.Dot(x, x) / _width + _epsilon);
            Elementwise.Map(new Scaled(scale), x, factors, output.Slice(row * _width, _width));
            _scales[row] = scale;
        }
    }

    private void BackwardInput(int start, int end, Workspace workspace)
    {
        ReadOnlySpan<float> input = _input.Values, gradient = Output.Gradient, factors = _weight.Values;
        Span<float> target = _input.Gradient, dy = workspace.Scratch(_width);
        for (int row = start; row < end; row++)
        {
            ReadOnlySpan<float> x = input.Slice(row * _width, _width);
            Elementwise.Multiply(gradient.Slice(row * _width, _width), factors, dy);
            float scale = _scales[row], slope = Reduction.Dot(x, dy) * scale * scale / _width;
            Elementwise.Map(new InputGradient(scale, slope), x, dy, target.Slice(row * _width, _width), _add);
        }
    }

    /// <summary>The sum over rows of x scale dy, for some vectors of columns; each stays in a register.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void BackwardWeight(int start, int end, Workspace workspace)
    {
        ReadOnlySpan<float> input = _input.Values, gradient = Output.Gradient;
        Span<float> target = _weight.Gradient;
        for (int column = start * Lanes.Count; column < Math.Min(_width, end * Lanes.Count); column += Lanes.Count)
        {
            Vector512<float> sum = _add ? Lanes.Load(target, column) : default;
            for (int row = _rows.Start; row < _rows.End; row++)
            {
                ReadOnlySpan<float> x = input.Slice(row * _width, _width), dy = gradient.Slice(row * _width, _width);
                sum += Lanes.Load(x, column) * Vector512.Create(_scales[row]) * Lanes.Load(dy, column);
            }
            Lanes.Store(sum, target, column);
        }
    }

    private readonly struct Scaled(float scale) : IBinaryKernel
    {
        private readonly Vector512<float> _scale = Vector512.Create(scale);

        public Vector512<float> Apply(Vector512<float> x, Vector512<float> weight) => x * _scale * weight;
    }

    /// <summary>scale (dy - slope x), with dy the gradient times the weight.</summary>
    private readonly struct InputGradient(float scale, float slope) : IBinaryKernel
    {
        private readonly Vector512<float> _scale = Vector512.Create(scale), _slope = Vector512.Create(-slope);

        public Vector512<float> Apply(Vector512<float> x, Vector512<float> dy) => Vector512.FusedMultiplyAdd(x, _slope, dy) * _scale;
    }
}
