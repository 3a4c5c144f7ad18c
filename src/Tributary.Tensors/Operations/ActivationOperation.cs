using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tributary.Tensors;

/// <summary>y = f(x), element by element.</summary>
internal sealed class ActivationOperation<TActivation> : Operation where TActivation : struct, IActivation
{
    private readonly Tensor _input;

    public ActivationOperation(Tensor input) : base(input)
    {
        _input = input;
        Output = Result(input.Shape, input.IsPerExample);
    }

    public override Tensor Output { get; }

    public override void Forward() => Elementwise.Map(default(Value), _input.Values, Output.Values);

    public override void Backward()
    {
        Span<float> gradient = _input.GradientToWrite(out bool add);
        Elementwise.Map(default(Gradient), _input.Values, Output.Values, Output.Gradient, gradient, add);
    }

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
