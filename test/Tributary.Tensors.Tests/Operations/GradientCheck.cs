namespace Tributary.Tensors.Tests;

/// <summary>Compares gradients with five-point central differences whose loss is summed in double precision.</summary>
/// <remarks>The operation is recorded twice over the same variables, so that each gradient is once stored and once added to.</remarks>
internal sealed class GradientCheck(int capacity, int batch)
{
    private const float Step = 0.02f;

    private readonly RandomStream _random = new(7);
    private readonly List<Tensor> _variables = [];
    private int _next;

    public Graph Graph { get; } = new(capacity);

    /// <summary>How variables are drawn; normal unless replaced.</summary>
    public Func<RandomStream, float> Draw { get; init; } = stream => (float)stream.NextNormal();

    /// <summary>Done before every forward pass, for operations that draw random numbers.</summary>
    public Action<Graph> Prepare { get; init; } = _ => { };

    /// <summary>A differentiated activation of shape (capacity, perExample...).</summary>
    public Tensor Activation(params int[] perExample) =>
        Variable(() => Graph.Allocate([Graph.Capacity, .. perExample], requiresGradient: true, perExample: true));

    /// <summary>A differentiated tensor that all examples share.</summary>
    public Tensor Shared(params int[] shape) => Variable(() =>
    {
        var tensor = new Tensor(null, Shape.Create(shape), requiresGradient: true, isPerExample: false, new Storage(Shape.Create(shape).Count, true));
        tensor.Storage.Allocate();
        return tensor;
    });

    /// <summary>Fails unless the gradient of a random combination of the outputs is right for every variable.</summary>
    /// <param name="record">Records the operation under test; called twice.</param>
    /// <param name="tolerance">The largest relative L2 distance.</param>
    public void Passes(Func<Tensor> record, double tolerance = 5e-5)
    {
        (Tensor Output, Tensor Factors)[] uses = [Use(record), Use(record)];
        Tensor loss = uses[0].Output.Multiply(uses[0].Factors).Sum() + uses[1].Output.Multiply(uses[1].Factors).Sum();
        Graph.Batch = batch;
        Prepare(Graph);
        Graph.Forward();
        Graph.Backward(loss);
        foreach (Tensor variable in _variables)
        {
            double difference = 0, size = 0;
            for (int i = 0; i < variable.Length; i++)
            {
                double numeric = Derivative(variable, i, uses);
                difference += (numeric - variable.Gradient[i]) * (numeric - variable.Gradient[i]);
                size += numeric * numeric;
            }
            double relative = Math.Sqrt(difference / size);
            Assert.True(relative < tolerance, $"Gradient of {variable.Shape} is off by {relative:E2}.");
        }
    }

    private (Tensor Output, Tensor Factors) Use(Func<Tensor> record)
    {
        _next = 0;
        Tensor output = record(), factors = Graph.Allocate(output.Shape, requiresGradient: false, perExample: output.IsPerExample);
        _random.FillNormal(factors.Values);
        return (output, factors);
    }

    private double Derivative(Tensor variable, int index, (Tensor Output, Tensor Factors)[] uses)
    {
        float x = variable.Values[index];
        double slope = (8 * (At(Step) - At(-Step)) - (At(2 * Step) - At(-2 * Step))) / (12 * Step);
        variable.Values[index] = x;
        return slope;

        double At(float offset)
        {
            variable.Values[index] = x + offset;
            Prepare(Graph);
            Graph.Forward(uses[1].Output);
            double sum = 0;
            foreach ((Tensor output, Tensor factors) in uses)
                for (int i = 0; i < output.Length; i++)
                    sum += (double)output.Values[i] * factors.Values[i];
            return sum;
        }
    }

    /// <summary>A new variable in the first recording, the same one again in the second.</summary>
    private Tensor Variable(Func<Tensor> allocate)
    {
        if (_next == _variables.Count)
        {
            Tensor tensor = allocate();
            foreach (ref float value in tensor.Values) value = Draw(_random);
            _variables.Add(tensor);
        }
        return _variables[_next++];
    }
}
