namespace Tributary.Simulation;

/// <summary>One site: its data, and three models measured on its own test part.</summary>
public sealed record SiteSummary
{
    /// <summary>The site's name.</summary>
    public required string Name { get; init; }

    /// <summary>Its training examples.</summary>
    public required int TrainExamples { get; init; }

    /// <summary>Its test examples; zero when it holds none back.</summary>
    public required int TestExamples { get; init; }

    /// <summary>What its data is, in a few words; null when the labels say it.</summary>
    public string? Description { get; init; }

    /// <summary>Its training examples by label, in the data set's order of labels; empty for data without labels.</summary>
    public IReadOnlyList<LabelCount> Labels { get; init; } = [];

    /// <summary>The model it trains alone, by metric; null when that was not measured.</summary>
    public IReadOnlyDictionary<string, double>? Alone { get; init; }

    /// <summary>The federated model, by metric; null when that was not measured.</summary>
    public IReadOnlyDictionary<string, double>? Federated { get; init; }

    /// <summary>The federated model with what the site keeps of its own, by metric; null when that was not measured.</summary>
    public IReadOnlyDictionary<string, double>? Personal { get; init; }

    /// <summary>The model trained on everybody's data in one place, by metric; null when that was not measured.</summary>
    public IReadOnlyDictionary<string, double>? Pooled { get; init; }
}
