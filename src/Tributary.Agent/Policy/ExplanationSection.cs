namespace Tributary.Agent;

/// <summary>A part of an explanation.</summary>
/// <param name="Title">What it answers.</param>
/// <param name="Lines">The answer, a line each.</param>
public sealed record ExplanationSection(string Title, IReadOnlyList<string> Lines);
