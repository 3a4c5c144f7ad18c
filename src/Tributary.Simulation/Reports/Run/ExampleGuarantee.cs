using System.Text.Json.Nodes;

namespace Tributary.Simulation;

/// <summary>What a run promises about every single example, and to whom.</summary>
public sealed record ExampleGuarantee
{
    /// <summary>The largest epsilon of any client's examples.</summary>
    public required double Epsilon { get; init; }

    /// <summary>The probability with which the promise may fail.</summary>
    public required double Delta { get; init; }

    /// <summary>Whose data one neighbour is: an example's.</summary>
    public string Level { get; init; } = "example";

    /// <summary>What is compared: data with and without it.</summary>
    public string Neighbours { get; init; } = "add-or-remove-one";

    /// <summary>From whom it is hidden.</summary>
    public string Against { get; init; } = "everyone but the example's own client";

    /// <summary>Who counted.</summary>
    public required string Accountant { get; init; }

    /// <summary>The noise's standard deviation over what one example can change, at the client with that epsilon.</summary>
    public required double NoiseMultiplier { get; init; }

    /// <summary>The probability with which an example takes part in a step there.</summary>
    public required double Probability { get; init; }

    /// <summary>How many steps that client took.</summary>
    public required long Steps { get; init; }

    /// <summary>What happened there, as <c>privacy epsilon --event</c> reads it.</summary>
    public required JsonObject Event { get; init; }

    /// <summary>What the epsilon does not cover, a sentence each.</summary>
    public IReadOnlyList<string> NotCovered { get; init; } = [];
}
