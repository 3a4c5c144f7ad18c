using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>Any network that turns features into one score a class, trained by cross-entropy.</summary>
public sealed class Classifier : Model
{
    private static readonly string[] _metricNames = ["loss", "accuracy"];

    /// <summary>(B, features…).</summary>
    public required Tensor Input { get; init; }

    /// <summary>(B, width): what the last layer sees; to be read after a pass of a model that was not planned.</summary>
    public required Tensor Features { get; init; }

    /// <summary>The right class of each example.</summary>
    public required Indices Labels { get; init; }

    /// <summary>(B, classes): the softmax of the scores.</summary>
    public required Tensor Probabilities { get; init; }

    /// <summary>(B): the loss of each example.</summary>
    public required Tensor ExampleLosses { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Metrics => _metricNames;

    /// <summary>Builds a classifier around <paramref name="network"/>.</summary>
    /// <param name="data">Labelled features.</param>
    /// <param name="capacity">The largest batch.</param>
    /// <param name="initialization">Where first values are drawn from.</param>
    /// <param name="network">
    /// Declares the layers; gives the function from (B, features…) to the input of the last layer and its logits (B, classes).
    /// </param>
    public static Classifier Build(
        DataShape data, int capacity, RandomStream initialization,
        Func<ParameterBuilder, Func<Tensor, (Tensor Features, Tensor Logits)>> network)
    {
        if (data.Classes < 2)
            throw new DataException(
                "A classifier needs labelled data with at least two classes. Name the label column, or choose another model.");
        var builder = new ParameterBuilder();
        Normalization? normalization = data.Normalize ? new Normalization(builder.Scope("normalize"), data.FeatureCount) : null;
        Func<Tensor, (Tensor Features, Tensor Logits)> layers = network(builder);
        Parameters parameters = builder.Build(initialization);

        var graph = new Graph(capacity);
        Tensor input = graph.Input([.. data.Features]);
        Indices labels = graph.Index();
        (Tensor features, Tensor logits) = layers(normalization?.Forward(input) ?? input);
        Tensor loss = logits.CrossEntropy(labels, out Tensor exampleLosses, out Tensor probabilities);
        return new Classifier
        {
            Graph = graph,
            Parameters = parameters,
            Input = input,
            Features = features,
            Labels = labels,
            Loss = loss,
            Probabilities = probabilities,
            ExampleLosses = exampleLosses,
        };
    }

    /// <inheritdoc/>
    public override void Load(Dataset data, ReadOnlySpan<int> examples, RandomStream random)
    {
        var labelled = (LabelledData)data;
        Graph.Batch = examples.Length;
        Span<float> input = Input.Values;
        Span<int> labels = Labels.Values;
        int features = input.Length / examples.Length;
        for (int i = 0; i < examples.Length; i++)
        {
            labelled.CopyFeatures(examples[i], input.Slice(i * features, features));
            labels[i] = labelled.Label(examples[i]);
        }
    }

    /// <inheritdoc/>
    public override double Score(Span<double> sums)
    {
        ReadOnlySpan<float> losses = ExampleLosses.Values, probabilities = Probabilities.Values;
        ReadOnlySpan<int> labels = Labels.Values;
        int classes = probabilities.Length / labels.Length;
        for (int i = 0; i < labels.Length; i++)
        {
            sums[0] += losses[i];
            if (IndexOfMax(probabilities.Slice(i * classes, classes)) == labels[i]) sums[1]++;
        }
        return labels.Length;
    }

    /// <summary>The most probable class of example <paramref name="index"/> of the batch, and its probability.</summary>
    public (int Class, float Probability) Predict(int index)
    {
        int classes = Probabilities.Shape[^1];
        ReadOnlySpan<float> row = Probabilities.Values.Slice(index * classes, classes);
        int best = IndexOfMax(row);
        return (best, row[best]);
    }

    private static int IndexOfMax(ReadOnlySpan<float> values)
    {
        int best = 0;
        for (int i = 1; i < values.Length; i++)
            if (values[i] > values[best])
                best = i;
        return best;
    }
}
