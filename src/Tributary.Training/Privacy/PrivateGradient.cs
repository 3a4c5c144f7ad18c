using Tributary.Models;
using Tributary.Privacy;
using Tributary.Tensors;

namespace Tributary.Training;

/// <summary>The sum of the clipped gradients of a sample's examples, with discrete Gaussian noise.</summary>
/// <remarks>Norms without gradients where every layer allows it, else from each example's gradient: the engine decides, and the sum is the
/// same (<see cref="PerExampleGradient"/>). Keeps its buffers; a step allocates nothing.</remarks>
internal sealed class PrivateGradient
{
    private readonly Model _model;
    private readonly PerExampleGradient _examples;
    private readonly GradientGrid _grid;
    private readonly int[] _part;
    private readonly double[] _norms;
    private readonly float[] _factors;
    private readonly double[] _sum;
    private readonly long[] _noise;

    /// <summary>Prepares for a model whose graph has no plan.</summary>
    public PrivateGradient(Model model, double clip)
    {
        _model = model;
        _examples = new PerExampleGradient(model.Graph, model.Loss);
        int capacity = model.Graph.Capacity, length = model.Parameters.Trainable.Length;
        _grid = new GradientGrid(clip, length);
        (_part, _norms, _factors) = (new int[capacity], new double[capacity], new float[capacity]);
        (_sum, _noise) = (new double[length], new long[length]);
    }

    /// <summary>Adds up the clipped gradients of a sample, which may be empty.</summary>
    public void Sum(Dataset data, ReadOnlySpan<int> lot, RandomStream random)
    {
        Array.Clear(_sum);
        for (int start = 0; start < lot.Length; start += _part.Length)
        {
            int count = Math.Min(_part.Length, lot.Length - start);
            lot.Slice(start, count).CopyTo(_part);
            AddPart(data, _part.AsSpan(0, count), random);
        }
    }

    /// <summary>Leaves the sum with noise over the expected size of a sample in the model's gradient.</summary>
    /// <param name="noise">In steps of the grid.</param>
    /// <param name="expected">The expected number of examples in a sample; the real one is a secret.</param>
    /// <param name="bits">What noise is drawn from.</param>
    public void Release(DiscreteGaussian noise, double expected, SecretBits bits)
    {
        noise.Fill(_noise, bits);
        Span<float> gradient = _model.Parameters.Gradient;
        double step = _grid.Step, unit = step / expected;
        for (int i = 0; i < gradient.Length; i++)
            gradient[i] = (float)(((long)Math.Round(_sum[i] / step) + _noise[i]) * unit);
        Array.Clear(_noise);
        Array.Clear(_sum);
    }

    private void AddPart(Dataset data, Span<int> part, RandomStream random)
    {
        Measure(data, part, random);
        int counted = WithoutWild(part);
        if (counted < part.Length)
        {
            if (counted == 0) return;
            part = part[..counted];
            Measure(data, part, random);
        }
        for (int i = 0; i < part.Length; i++) _factors[i] = (float)Math.Min(1, _grid.Clip / _norms[i]);
        _examples.Combine(_factors.AsSpan(0, part.Length));
        ReadOnlySpan<float> gradient = _model.Parameters.Gradient;
        for (int i = 0; i < gradient.Length; i++) _sum[i] += gradient[i];
    }

    private void Measure(Dataset data, ReadOnlySpan<int> part, RandomStream random)
    {
        _model.Load(data, part, random);
        _model.Graph.Forward();
        _examples.Measure(_norms.AsSpan(0, part.Length));
    }

    /// <summary>Moves examples to the front whose gradient is finite; no factor makes another one small.</summary>
    private int WithoutWild(Span<int> part)
    {
        int kept = 0;
        for (int i = 0; i < part.Length; i++)
            if (double.IsFinite(_norms[i]))
                part[kept++] = part[i];
        return kept;
    }
}
