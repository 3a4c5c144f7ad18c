namespace Tributary.Core;

/// <summary>When the model is measured, and when it is good enough.</summary>
public sealed record EvaluationOptions : IChecked
{
    /// <summary>Measure after every so many rounds of training, and after the last.</summary>
    public int Every { get; init; } = 1;

    /// <summary>What to reach, or null for nothing in particular.</summary>
    public EvaluationTarget? Target { get; init; }

    /// <inheritdoc/>
    public IEnumerable<Problem> Check(string path)
    {
        if (Every < 1)
            yield return Problem.OutOfRange($"{path}.every", $"A model cannot be measured every {Every} rounds. Give one or more.");
    }
}
