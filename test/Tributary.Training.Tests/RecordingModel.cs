using Tributary.Models;
using Tributary.Tensors;

namespace Tributary.Training.Tests;

/// <summary>A model of one number that is told which examples it gets; its loss is w times the mean of their numbers.</summary>
internal sealed class RecordingModel : Model
{
    private readonly Tensor _input;

    private RecordingModel(Tensor input) => _input = input;

    /// <summary>The examples of every batch so far.</summary>
    public List<int[]> Batches { get; } = [];

    /// <summary>Is called before every batch.</summary>
    public Action? OnLoad { get; set; }

    public override IReadOnlyList<string> Metrics => ["loss"];

    public static RecordingModel Build(int capacity)
    {
        var builder = new ParameterBuilder();
        Tensor w = builder.Parameter("w", [1, 1], Initializer.Ones);
        Parameters parameters = builder.Build(new RandomStream(1));
        var graph = new Graph(capacity);
        Tensor input = graph.Input(1);
        return new RecordingModel(input) { Graph = graph, Parameters = parameters, Loss = input.MatMul(w).Mean() };
    }

    public override void Load(Dataset data, ReadOnlySpan<int> examples, RandomStream random)
    {
        OnLoad?.Invoke();
        Graph.Batch = examples.Length;
        Batches.Add(examples.ToArray());
        for (int i = 0; i < examples.Length; i++) _input.Values[i] = examples[i];
    }

    public override double Score(Span<double> sums)
    {
        sums[0] += Loss.Values[0] * (double)Graph.Batch;
        return Graph.Batch;
    }
}
