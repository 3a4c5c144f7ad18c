namespace Tributary.Simulation;

/// <summary>One way of training, set beside the others.</summary>
public sealed record ComparisonRow
{
    /// <summary>The name of the row for models that no site shares: the mean over the sites.</summary>
    public const string Alone = "each site alone (mean)";

    /// <summary>The name of the row for the model of the run itself.</summary>
    public const string Federated = "federated";

    /// <summary>The name of the row for the model of the run with what each site has kept of its own in its place.</summary>
    public const string Personal = "federated, each with its own part";

    /// <summary>The name of the row for one model trained on all data in one place, which is what federation does without.</summary>
    public const string Pooled = "pooled";

    /// <summary>The way of training: one of the names above, or a name of its own.</summary>
    public required string Label { get; init; }

    /// <summary>What a reader must know of the row, such as how many sites it stands for; null where nothing.</summary>
    public string? Note { get; init; }

    /// <summary>On the test data of all sites together, by metric.</summary>
    public required IReadOnlyDictionary<string, double> Metrics { get; init; }

    /// <summary>On each site's own test part, averaged over sites by test examples, by metric; null when that was not measured.</summary>
    public IReadOnlyDictionary<string, double>? OwnTestMetrics { get; init; }

    /// <summary>Seconds by the wall clock that the training took; null when not measured.</summary>
    public double? Seconds { get; init; }

    /// <summary>Bytes that left or reached the sites; null where the question makes no sense.</summary>
    public long? Bytes { get; init; }
}
