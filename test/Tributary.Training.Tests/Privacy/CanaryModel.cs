using Tributary.Models;
using Tributary.Tensors;

namespace Tributary.Training.Tests;

/// <summary>A model whose examples are canaries: each one's gradient is a coordinate of its own, as long as the clip.</summary>
internal sealed class CanaryModel : Model
{
    private readonly Tensor _input;
    private readonly int[] _included;
    private readonly float _length;

    private CanaryModel(Tensor input, int[] included, float length) => (_input, _included, _length) = (input, included, length);

    public override IReadOnlyList<string> Metrics => ["loss"];

    /// <param name="canaries">How many there could be.</param>
    /// <param name="included">Which of them are in the data.</param>
    /// <param name="clip">The length of a gradient.</param>
    public static CanaryModel Build(int canaries, int[] included, float clip)
    {
        var builder = new ParameterBuilder();
        Tensor w = builder.Parameter("w", [canaries, 1], Initializer.Ones);
        Parameters parameters = builder.Build(new RandomStream(1));
        var graph = new Graph(64);
        Tensor input = graph.Input(canaries);
        return new CanaryModel(input, included, clip) { Graph = graph, Parameters = parameters, Loss = input.MatMul(w).Mean() };
    }

    public override void Load(Dataset data, ReadOnlySpan<int> examples, RandomStream random)
    {
        Graph.Batch = examples.Length;
        Span<float> values = _input.Values;
        values.Clear();
        int canaries = values.Length / examples.Length;
        for (int i = 0; i < examples.Length; i++) values[i * canaries + _included[examples[i]]] = _length;
    }

    public override double Score(Span<double> sums) => Graph.Batch;
}
