using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tributary.Tensors;

/// <summary>y = f(x), element by element.</summary>
internal sealed class ActivationOperation<TActivation> : Operation where TActivation : struct, IActivation
{
    private readonly Tensor _input;
    private readonly RangeBody _forward, _backward;
    private bool _add;

    public ActivationOperation(Tensor input) : base(input)
    {
        _input = input;
        Output = Result(input.Shape, input.IsPerExample);
        _forward = Forward;
        _backward = Backward;
    }

    public override Tensor Output { get; }

    public override bool BackwardReadsInputs => TActivation.DerivativeReadsInput;

    public override bool BackwardReadsOutput => TActivation.DerivativeReadsValue;

    public override bool IsElementwise => true;

    public override void ForwardPart(int start, int count) => Forward(start, start + count, Graph.Workspace);

    public override void Forward() => Graph.For(Output.Length, TActivation.Work, _forward);

    public override void BackwardInputs()
    {
        _input.GradientToWrite(out _add);
        Graph.For(Output.Length, TActivation.Work, _backward);
    }

    private void Forward(int start, int end, Workspace workspace) =>
        Elementwise.Map(default(Value), _input.Values[start..end], Output.Values[start..end]);

    private void Backward(int start, int end, Workspace workspace) => Elementwise.Map(
        default(Gradient), _input.Values[start..end], Output.Values[start..end], Output.Gradient[start..end],
        _input.Gradient[start..end], _add);

    private readonly struct Value : IUnaryKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Apply(Vector512<float> x) => TActivation.Value(x);
    }

    private readonly struct Gradient : ITernaryKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Apply(Vector512<float> x, Vector512<float> y, Vector512<float> dy) => dy * TActivation.Derivative(x, y);
    }
}
