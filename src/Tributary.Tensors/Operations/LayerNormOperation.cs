using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tributary.Tensors;

/// <summary>y = (x - mean) / sqrt(variance + epsilon) over the last extent, then times weight, plus bias, where given.</summary>
/// <remarks>
/// Ba, Kiros, Hinton: Layer normalization, arXiv:1607.06450. The variance takes a second pass: one pass loses digits for large means.
/// </remarks>
internal sealed class LayerNormOperation : Operation
{
    private readonly Tensor _input;
    private readonly (Tensor Weight, Tensor? Bias)? _affine;
    private readonly float _epsilon;
    private readonly int _width;
    private readonly float[] _means, _scales; // of each row; a scale is 1 / sqrt(variance + epsilon)
    private readonly float[] _noBias;
    private readonly RangeBody _forward, _backwardInput, _backwardWeight;
    private readonly ColumnSum _backwardBias;
    private bool _add;
    private (int Start, int End) _rows; // that the gradient of the weight sums over

    public LayerNormOperation(Tensor input, (Tensor Weight, Tensor? Bias)? affine, float epsilon)
        : base(input, affine?.Weight, affine?.Bias)
    {
        if (input.Shape.Rank == 0) throw new TensorException("Layer normalisation needs rows, got a scalar.");
        _input = input;
        _affine = affine;
        _epsilon = epsilon;
        _width = input.Shape[^1];
        _means = new float[input.Shape.Count / _width];
        _scales = new float[_means.Length];
        _noBias = affine is (_, null) ? new float[_width] : [];
        _forward = Forward;
        _backwardInput = BackwardInput;
        _backwardWeight = BackwardWeight;
        _backwardBias = new ColumnSum(Graph);
        if (affine is var (weight, bias))
        {
            TensorException.ThrowIfDifferent("Weight of a layer normalisation", [_width], weight.Shape);
            if (bias is not null) TensorException.ThrowIfDifferent("Bias of a layer normalisation", [_width], bias.Shape);
        }
        Output = Result(input.Shape, input.IsPerExample);
    }

    public override Tensor Output { get; }

    public override void Forward() => Graph.For(_input.Rows, 4L * _width, _forward);

    public override void BackwardInputs()
    {
        if (!Flows(_input)) return;
        _input.GradientToWrite(out _add);
        Graph.For(_input.Rows, 4L * _width, _backwardInput);
    }

    public override void BackwardParameters(int first, int count)
    {
        if (_affine is not var (weight, bias)) return;
        int rows = _input.Rows / Graph.Batch;
        _rows = (first * rows, (first + count) * rows);
        if (Trains(weight))
        {
            weight.GradientToWrite(out _add);
            Graph.For((_width + Lanes.Count - 1) / Lanes.Count, 2L * Lanes.Count * (_rows.End - _rows.Start), _backwardWeight);
        }
        if (bias is not null && Trains(bias)) _backwardBias.Run(Of(first, count, Output.Gradient), bias.GradientToWrite(out bool add), add);
    }

    private void Forward(int start, int end, Workspace workspace)
    {
        ReadOnlySpan<float> input = _input.Values, factors = Weight, offsets = _affine?.Bias is { } bias ? bias.Values : _noBias;
        Span<float> output = Output.Values;
        for (int row = start; row < end; row++)
        {
            ReadOnlySpan<float> x = input.Slice(row * _width, _width);
            Span<float> y = output.Slice(row * _width, _width);
            float mean = Reduction.Sum(x) / _width;
            float scale = 1 / MathF.Sqrt(Reduction.SumOfSquaredDeviations(x, mean) / _width + _epsilon);
            if (_affine is null) Elementwise.Map(new Normalized(mean, scale), x, y);
            else Elementwise.Map(new Affine(mean, scale), x, factors, offsets, y);
            _means[row] = mean;
            _scales[row] = scale;
        }
    }

    private void BackwardInput(int start, int end, Workspace workspace)
    {
        ReadOnlySpan<float> input = _input.Values, gradient = Output.Gradient, factors = Weight;
        Span<float> target = _input.Gradient, scratch = workspace.Scratch(_width);
        for (int row = start; row < end; row++)
        {
            ReadOnlySpan<float> x = input.Slice(row * _width, _width), dy = gradient.Slice(row * _width, _width);
            if (!factors.IsEmpty)
            {
                Elementwise.Multiply(dy, factors, scratch);
                dy = scratch;
            }
            float mean = _means[row], scale = _scales[row];
            float average = Reduction.Sum(dy) / _width, slope = Reduction.DotCentered(x, mean, dy) * scale * scale / _width;
            Elementwise.Map(new InputGradient(mean, scale, average, slope), x, dy, target.Slice(row * _width, _width), _add);
        }
    }

    private ReadOnlySpan<float> Weight => _affine is null ? [] : _affine.Value.Weight.Values;

    /// <summary>The sum over rows of (x - mean) scale dy, for some vectors of columns; each stays in a register.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void BackwardWeight(int start, int end, Workspace workspace)
    {
        ReadOnlySpan<float> input = _input.Values, gradient = Output.Gradient;
        Span<float> target = _affine!.Value.Weight.Gradient;
        for (int column = start * Lanes.Count; column < Math.Min(_width, end * Lanes.Count); column += Lanes.Count)
        {
            Vector512<float> sum = _add ? Lanes.Load(target, column) : default;
            for (int row = _rows.Start; row < _rows.End; row++)
            {
                ReadOnlySpan<float> x = input.Slice(row * _width, _width), dy = gradient.Slice(row * _width, _width);
                sum += (Lanes.Load(x, column) - Vector512.Create(_means[row])) * Vector512.Create(_scales[row]) * Lanes.Load(dy, column);
            }
            Lanes.Store(sum, target, column);
        }
    }

    private readonly struct Normalized(float mean, float scale) : IUnaryKernel
    {
        private readonly Vector512<float> _mean = Vector512.Create(mean), _scale = Vector512.Create(scale);

        public Vector512<float> Apply(Vector512<float> x) => (x - _mean) * _scale;
    }

    private readonly struct Affine(float mean, float scale) : ITernaryKernel
    {
        private readonly Vector512<float> _mean = Vector512.Create(mean), _scale = Vector512.Create(scale);

        public Vector512<float> Apply(Vector512<float> x, Vector512<float> weight, Vector512<float> bias) =>
            Vector512.FusedMultiplyAdd((x - _mean) * _scale, weight, bias);
    }

    /// <summary>scale (dy - average of dy - slope (x - mean)).</summary>
    private readonly struct InputGradient(float mean, float scale, float average, float slope) : IBinaryKernel
    {
        private readonly Vector512<float> _mean = Vector512.Create(mean), _scale = Vector512.Create(scale);
        private readonly Vector512<float> _average = Vector512.Create(average), _slope = Vector512.Create(-slope);

        public Vector512<float> Apply(Vector512<float> x, Vector512<float> dy) =>
            Vector512.FusedMultiplyAdd(x - _mean, _slope, dy - _average) * _scale;
    }
}
