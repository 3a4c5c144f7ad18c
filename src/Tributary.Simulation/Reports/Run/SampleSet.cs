namespace Tributary.Simulation;

/// <summary>What a trained model generated, with the numbers measured on it.</summary>
public sealed record SampleSet
{
    /// <summary>What the samples are: <c>Digits drawn by the federated model</c>.</summary>
    public required string Title { get; init; }

    /// <summary>How they were drawn: steps, guidance, temperature; null when there is nothing to say.</summary>
    public string? Note { get; init; }

    /// <summary>Pictures; a grid of many is one picture.</summary>
    public IReadOnlyList<SampleImage> Images { get; init; } = [];

    /// <summary>Texts, verbatim.</summary>
    public IReadOnlyList<SampleText> Texts { get; init; } = [];

    /// <summary>Rows of a table; null when the model makes no tables.</summary>
    public SampleTable? Table { get; init; }

    /// <summary>What was measured on the samples.</summary>
    public IReadOnlyList<Measurement> Measurements { get; init; } = [];
}
