using System.Runtime.Intrinsics;

namespace Tributary.Tensors;

/// <summary>Sines and cosines of a time at geometrically falling frequencies: (B) to (B, width), sines first.</summary>
/// <remarks>Vaswani et al.: Attention is all you need, NeurIPS 2017, section 3.5, as diffusion models use it for the noise level.</remarks>
internal sealed class SinusoidalEmbeddingOperation : Operation
{
    private const float LogarithmOfLongestPeriod = 9.210340372f; // log 10,000

    private readonly Tensor _times;
    private readonly float[] _frequencies;

    public SinusoidalEmbeddingOperation(Tensor times, int width) : base(times)
    {
        if (width < 2 || width % 2 != 0)
            throw new TensorException($"Width of a sinusoidal embedding: expected an even number, got {width}.");
        if (times.Shape.Rank != 1 || times.RequiresGradient)
            throw new TensorException($"Times of a sinusoidal embedding: expected an input of shape (B), got {times.Shape}.");
        _times = times;
        _frequencies = new float[width / 2];
        for (int i = 0; i < _frequencies.Length; i++) _frequencies[i] = -LogarithmOfLongestPeriod * i / _frequencies.Length;
        Elementwise.Map(default(Exponential), _frequencies, _frequencies);
        Output = Result([times.Shape[0], width]);
    }

    public override Tensor Output { get; }

    public override void Forward()
    {
        Span<float> times = _times.Values, output = Output.Values;
        int half = _frequencies.Length;
        for (int example = 0; example < times.Length; example++)
        {
            Span<float> sines = output.Slice(2 * example * half, half), cosines = output.Slice((2 * example + 1) * half, half);
            for (int i = 0; i < half; i += Lanes.Count)
            {
                (Vector512<float> sin, Vector512<float> cos) = VectorMath.SinCos(Lanes.Load(_frequencies, i) * times[example]);
                Lanes.Store(sin, sines, i);
                Lanes.Store(cos, cosines, i);
            }
        }
    }

    /// <summary>Nothing to do: times are inputs.</summary>
    public override void BackwardInputs()
    {
    }

    private readonly struct Exponential : IUnaryKernel
    {
        public Vector512<float> Apply(Vector512<float> x) => VectorMath.Exp(x);
    }
}
