using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>A variational autoencoder of rows: a generator of tables that is trained.</summary>
/// <remarks>
/// Xu et al.: Modeling tabular data using conditional GAN. NeurIPS 2019, sections 4.2 and 4.5 (TVAE). A number is its mode and where it
/// lies
/// in it; modes are groups of a histogram that is summed over sites, where the paper fits mixtures to pooled rows. The deviations of the
/// code are sigmoids, and that of numbers within their mode is fixed.
/// </remarks>
public sealed record Tvae : ITableArchitecture
{
    /// <summary>The most modes of a column of numbers.</summary>
    public int Modes { get; init => field = Hyperparameter.AtLeastOne(value); } = 20;

    /// <summary>The most cells that numbers are counted in before they are grouped.</summary>
    public int Resolution { get; init => field = Hyperparameter.AtLeastOne(value); } = 1024;

    /// <summary>The widths of the layers between a row and its code, and back in the opposite order.</summary>
    public IReadOnlyList<int> Hidden { get; init => field = Hyperparameter.EachAtLeastOne(value); } = [128, 128];

    /// <summary>The numbers of a code.</summary>
    public int Code { get; init => field = Hyperparameter.AtLeastOne(value); } = 32;

    /// <summary>How much more it counts that rows come back than that codes look like noise.</summary>
    public double Reconstruction { get; init => field = Hyperparameter.Positive(value); } = 2;

    /// <inheritdoc/>
    public Model Build(DataShape data, int capacity, RandomStream initialization)
    {
        var histogram = new TableHistogram(TableShapes.Of(data), Resolution, Modes);
        var rows = new ModeLayout(histogram);
        var builder = new ParameterBuilder();
        int[] widths = [rows.Width, .. Hidden];
        Linear[] encoder = [.. Hidden.Select((width, i) => new Linear(builder.Scope($"encoder.{i}"), widths[i], width))];
        var mean = new Linear(builder.Scope("mean"), widths[^1], Code);
        var spread = new Linear(builder.Scope("spread"), widths[^1], Code);
        int[] back = [Code, .. Hidden.Reverse()];
        Linear[] decoder = [.. Hidden.Select((_, i) => new Linear(builder.Scope($"decoder.{i}"), back[i], back[i + 1]))];
        var output = new Linear(builder.Scope("output"), back[^1], rows.Width);
        histogram.Declare(builder);
        Parameters parameters = builder.Build(initialization);

        var graph = new Graph(capacity);
        Tensor row = graph.Input(rows.Width), noise = graph.Input(Code), ones = graph.Input(Code); // (B, width), (B, code) twice
        Tensor hidden = Through(encoder, row);
        Tensor centre = mean.Forward(hidden), logits = spread.Forward(hidden), deviation = logits.Sigmoid(); // (B, code)
        Tensor decoded = output.Forward(Through(decoder, centre + deviation * noise)); // (B, width)
        var targets = new TvaeTargets(graph, rows);
        // Half of the square of the mean, of the deviation, minus its logarithm: the distance of the code from noise.
        Tensor distance = (centre * centre + deviation * deviation).Mean().Scale(0.5f) + logits.BinaryCrossEntropy(ones);
        Tensor loss = targets.Loss(decoded).Scale((float)Reconstruction) + distance.Scale(Code);

        var drawing = new Graph(capacity);
        Tensor code = drawing.Input(Code);
        Tensor drawn = output.Forward(Through(decoder, code));
        return new TvaeModel
        {
            Graph = graph,
            Parameters = parameters,
            Loss = loss,
            Histogram = histogram,
            Rows = rows,
            Row = row,
            Noise = noise,
            Ones = ones,
            Targets = targets,
            Drawing = drawing,
            Code = code,
            Drawn = drawn,
        };
    }

    private static Tensor Through(Linear[] layers, Tensor x)
    {
        foreach (Linear layer in layers) x = layer.Forward(x).Relu();
        return x;
    }
}
