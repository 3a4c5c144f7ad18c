using System.Text.Json.Nodes;

namespace Tributary.Core;

/// <summary>What a client does in one round of training.</summary>
public sealed record LocalOptions : IChecked
{
    /// <summary>Passes over the client's data; one where neither this nor <see cref="Steps"/> is given.</summary>
    public int? Epochs { get; init; }

    /// <summary>Steps of the optimizer, instead of epochs: the same amount of work at every client.</summary>
    public int? Steps { get; init; }

    /// <summary>Examples a step; zero takes all of the client's data in each.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>The client's optimizer.</summary>
    public Part Optimizer { get; init; } = Part.Of("sgd", KeyValuePair.Create<string, JsonNode?>("learningRate", 0.1));

    /// <summary>
    /// Whether the optimizer's state stays at the client from one round to the next, which takes the room of one or two models there,
    /// instead of beginning anew in every round.
    /// </summary>
    public bool KeepOptimizer { get; init; }

    /// <summary>How the learning rate changes over the rounds, or null for not at all.</summary>
    public Part? Schedule { get; init; }

    /// <summary>The weight mu of the term mu/2 |w - w_global|^2 that FedProx adds to the loss; zero or above.</summary>
    /// <remarks>Li et al.: Federated optimization in heterogeneous networks. MLSys 2020, equation 2.</remarks>
    public double ProximalMu { get; init; }

    /// <summary>The largest Euclidean norm of a batch's gradient, above zero, or null for any.</summary>
    public double? ClipGradient { get; init; }

    /// <summary>What hides single examples, or null for nothing; <see cref="BatchSize"/> does not count with it.</summary>
    public ExamplePrivacy? Privacy { get; init; }

    /// <inheritdoc/>
    public IEnumerable<Problem> Check(string path)
    {
        if (Epochs is < 1) yield return Problem.OutOfRange($"{path}.epochs", $"{Epochs} epochs train nothing. Ask for at least one.");
        if (Steps is < 1) yield return Problem.OutOfRange($"{path}.steps", $"{Steps} steps train nothing. Ask for at least one.");
        if (Epochs is not null && Steps is not null)
            yield return Problem.OutOfRange($"{path}.steps",
                "Both 'epochs' and 'steps' say how long a client trains, and only one can. Remove one.");
        if (BatchSize < 0)
            yield return Problem.OutOfRange($"{path}.batchSize",
                $"A batch cannot hold {BatchSize} examples. Give a positive number, or 0 for all of a client's data.");
        if (ProximalMu < 0)
            yield return Problem.OutOfRange($"{path}.proximalMu",
                "A negative proximal weight would drive clients apart. Give zero or above.");
        if (ClipGradient is <= 0)
            yield return Problem.OutOfRange($"{path}.clipGradient",
                "A gradient clipped to nothing trains nothing. Give a norm above zero, or leave it out.");
        if (ClipGradient is not null && Privacy is not null)
            yield return Problem.OutOfRange($"{path}.clipGradient",
                "'clipGradient' bounds the gradient of a batch, which is noise for the most part here. "
                + "Leave it out: 'privacy' clips each example.");
    }
}
