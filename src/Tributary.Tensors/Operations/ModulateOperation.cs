using System.Runtime.Intrinsics;

namespace Tributary.Tensors;

/// <summary>y = x (1 + scale) + shift, with one scale and one shift for each example: (B, ..., C) and (B, C).</summary>
/// <remarks>Adaptive layer normalisation of Peebles, Xie: Scalable diffusion models with transformers, ICCV 2023, section 3.2.</remarks>
internal sealed class ModulateOperation : Operation
{
    private readonly Tensor _input, _shift, _scale;
    private readonly Broadcast _broadcast;

    public ModulateOperation(Tensor input, Tensor shift, Tensor scale) : base(input, shift, scale)
    {
        TensorException.ThrowIfDifferent("Scale and shift of a modulation", scale.Shape, shift.Shape);
        _input = input;
        _shift = shift;
        _scale = scale;
        _broadcast = new Broadcast("Modulation", input, scale);
        Output = Result(input.Shape, input.IsPerExample);
    }

    public override Tensor Output { get; }

    public override void Forward()
    {
        Span<float> input = _input.Values, shift = _shift.Values, scale = _scale.Values, output = Output.Values;
        for (int row = 0; row < _broadcast.Rows; row++)
        {
            Range left = _broadcast.Left(row), right = _broadcast.Right(row);
            Elementwise.Map(default(Modulated), input[left], scale[right], shift[right], output[left]);
        }
    }

    public override void BackwardInputs()
    {
        if (Flows(_input)) BackwardInput();
        if (Flows(_scale)) BackwardScale((0, _broadcast.Rows));
        if (Flows(_shift)) BackwardShift((0, _broadcast.Rows));
    }

    public override void BackwardParameters(int first, int count)
    {
        (int, int) rows = _broadcast.RowsOf(first, count, Graph.Batch);
        if (Trains(_scale)) BackwardScale(rows);
        if (Trains(_shift)) BackwardShift(rows);
    }

    private void BackwardInput()
    {
        Span<float> gradient = Output.Gradient, scale = _scale.Values, target = _input.GradientToWrite(out bool add);
        for (int row = 0; row < _broadcast.Rows; row++)
        {
            Range left = _broadcast.Left(row);
            Elementwise.Map(default(Scaled), gradient[left], scale[_broadcast.Right(row)], target[left], add);
        }
    }

    private void BackwardScale((int Start, int End) rows)
    {
        Span<float> gradient = Output.Gradient, input = _input.Values, target = _scale.GradientToAdd();
        for (int row = rows.Start; row < rows.End; row++)
        {
            Range left = _broadcast.Left(row);
            Span<float> sum = target[_broadcast.Right(row)];
            Elementwise.Map(default(ProductSum), gradient[left], input[left], sum, sum);
        }
    }

    private void BackwardShift((int Start, int End) rows)
    {
        Span<float> gradient = Output.Gradient, target = _shift.GradientToAdd();
        for (int row = rows.Start; row < rows.End; row++)
            Elementwise.AddScaled(gradient[_broadcast.Left(row)], 1, target[_broadcast.Right(row)]);
    }

    private readonly struct Modulated : ITernaryKernel
    {
        public Vector512<float> Apply(Vector512<float> x, Vector512<float> scale, Vector512<float> shift) =>
            Vector512.FusedMultiplyAdd(x, scale, x) + shift;
    }

    private readonly struct Scaled : IBinaryKernel
    {
        public Vector512<float> Apply(Vector512<float> x, Vector512<float> scale) => Vector512.FusedMultiplyAdd(x, scale, x);
    }

    private readonly struct ProductSum : ITernaryKernel
    {
        public Vector512<float> Apply(Vector512<float> x, Vector512<float> y, Vector512<float> sum) =>
            Vector512.FusedMultiplyAdd(x, y, sum);
    }
}
