namespace Tributary.Protocol;

/// <summary>A job was taken.</summary>
/// <param name="Run">The run's name.</param>
/// <param name="Sites">The sites that take part, in the order of their numbers.</param>
public sealed record SubmitJobAnswer(string Run, IReadOnlyList<string> Sites);
