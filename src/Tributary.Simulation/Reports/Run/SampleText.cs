namespace Tributary.Simulation;

/// <summary>A generated text.</summary>
/// <param name="Text">What the model wrote, verbatim.</param>
/// <param name="Prompt">The beginning it was given; null when it began by itself.</param>
public sealed record SampleText(string Text, string? Prompt = null);
