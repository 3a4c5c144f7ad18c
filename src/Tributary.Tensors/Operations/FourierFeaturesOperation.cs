using System.Runtime.Intrinsics;

namespace Tributary.Tensors;

/// <summary>Cosines and then sines of angles: (..., C) to (..., 2C).</summary>
/// <remarks>Rahimi, Recht: Random features for large-scale kernel machines, NeurIPS 2007, section 3, in pairs.</remarks>
internal sealed class FourierFeaturesOperation : Operation
{
    private const int Work = 20; // a sine and a cosine cost about as much as touching so many floats

    private readonly Tensor _angles;
    private readonly int _width;
    private readonly RangeBody _forward, _backward;
    private bool _add;

    public FourierFeaturesOperation(Tensor angles) : base(angles)
    {
        if (angles.Shape.Rank < 1) throw new TensorException("Angles of Fourier features: expected at least one extent, got a scalar.");
        _angles = angles;
        _width = angles.Shape[^1];
        Output = Result([.. angles.Shape.Extents[..^1], 2 * _width], angles.IsPerExample);
        _forward = Forward;
        _backward = Backward;
    }

    public override Tensor Output { get; }

    public override bool BackwardReadsInputs => false;

    public override bool BackwardReadsOutput => true;

    public override void Forward() => Graph.For(_angles.Rows, Work * _width, _forward);

    public override void BackwardInputs()
    {
        if (!Flows(_angles)) return;
        _angles.GradientToWrite(out _add);
        Graph.For(_angles.Rows, 4 * _width, _backward);
    }

    private void Forward(int first, int end, Workspace workspace)
    {
        for (int row = first; row < end; row++)
        {
            ReadOnlySpan<float> angles = _angles.Values.Slice(row * _width, _width);
            Span<float> cosines = Output.Values[Cosines(row)], sines = Output.Values[Sines(row)];
            for (int i = 0; i < _width; i += Lanes.Count)
            {
                (Vector512<float> sin, Vector512<float> cos) = VectorMath.SinCos(Lanes.Load(angles, i));
                Lanes.Store(cos, cosines, i);
                Lanes.Store(sin, sines, i);
            }
        }
    }

    /// <summary>cos x dsin - sin x dcos.</summary>
    private void Backward(int first, int end, Workspace workspace)
    {
        for (int row = first; row < end; row++)
        {
            Span<float> gradient = _angles.Gradient.Slice(row * _width, _width);
            Elementwise.Multiply(Output.Values[Cosines(row)], Output.Gradient[Sines(row)], gradient, _add);
            Elementwise.Map(default(Less), Output.Values[Sines(row)], Output.Gradient[Cosines(row)], gradient, gradient);
        }
    }

    private Range Cosines(int row) => (2 * row * _width)..((2 * row + 1) * _width);

    private Range Sines(int row) => ((2 * row + 1) * _width)..((2 * row + 2) * _width);

    /// <summary>z - x y.</summary>
    private readonly struct Less : ITernaryKernel
    {
        public Vector512<float> Apply(Vector512<float> x, Vector512<float> y, Vector512<float> z) =>
            Vector512.FusedMultiplyAdd(-x, y, z);
    }
}
