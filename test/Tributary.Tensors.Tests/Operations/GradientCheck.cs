namespace Tributary.Tensors.Tests;

/// <summary>Compares gradients with five-point central differences whose loss is summed in double precision.</summary>
internal sealed class GradientCheck
{
    private readonly RandomStream _random = new(7);
    private readonly Graph _graph;
    private readonly List<Tensor> _variables = [];

    public GradientCheck(int capacity, int batch)
    {
        _graph = new Graph(capacity);
        Batch = batch;
    }

    public Graph Graph => _graph;

    public int Batch { get; }

    /// <summary>How inputs are drawn; normal unless replaced.</summary>
    public Func<RandomStream, float> Draw { get; init; } = stream => (float)stream.NextNormal();

    /// <summary>A differentiated activation of shape (capacity, perExample...).</summary>
    public Tensor Activation(params int[] perExample) => Fill(_graph.Allocate([_graph.Capacity, .. perExample], requiresGradient: true, perExample: true));

    /// <summary>A differentiated tensor that all examples share.</summary>
    public Tensor Shared(params int[] shape)
    {
        var tensor = new Tensor(null, Shape.Create(shape), requiresGradient: true, isPerExample: false, new Storage());
        tensor.Storage.Bind(AlignedMemory.Allocate(tensor.Shape.Count), AlignedMemory.Allocate(tensor.Shape.Count));
        return Fill(tensor);
    }

    /// <summary>Fails unless the relative L2 distance of all gradients of a random combination of the outputs is below the tolerance.</summary>
    public void Passes(Tensor output, double tolerance = 1e-3, float step = 0.02f)
    {
        Tensor factors = _graph.Allocate(output.Shape, requiresGradient: false, perExample: output.IsPerExample);
        foreach (ref float factor in factors.Values) factor = (float)_random.NextNormal();
        Tensor loss = output.Multiply(factors).Sum();
        _graph.Batch = Batch;
        _graph.Forward();
        _graph.Backward(loss);
        foreach (Tensor variable in _variables)
        {
            float[] analytic = variable.Gradient.ToArray();
            double difference = 0, size = 0;
            for (int i = 0; i < analytic.Length; i++)
            {
                double numeric = Derivative(variable, i, output, factors, step);
                difference += (numeric - analytic[i]) * (numeric - analytic[i]);
                size += numeric * numeric;
            }
            double relative = Math.Sqrt(difference / size);
            Assert.True(relative < tolerance, $"Gradient of {variable.Shape} is off by {relative:E2}.");
        }
    }

    private double Derivative(Tensor variable, int index, Tensor output, Tensor factors, float step)
    {
        float x = variable.Values[index];
        double At(float offset)
        {
            variable.Values[index] = x + offset;
            _graph.Forward(output);
            double sum = 0;
            for (int i = 0; i < output.Length; i++) sum += (double)output.Values[i] * factors.Values[i];
            return sum;
        }
        double slope = (8 * (At(step) - At(-step)) - (At(2 * step) - At(-2 * step))) / (12 * step);
        variable.Values[index] = x;
        return slope;
    }

    private Tensor Fill(Tensor tensor)
    {
        foreach (ref float value in tensor.Values) value = Draw(_random);
        _variables.Add(tensor);
        return tensor;
    }
}
