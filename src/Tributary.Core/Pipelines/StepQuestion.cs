namespace Tributary.Core;

/// <summary>A step as one client is asked it.</summary>
/// <param name="Step">Its name; null for the first one after the close.</param>
/// <param name="Asked">The clients of its group that are asked with it, in order of invitation; null where it was not told.</param>
/// <param name="Included">After the close: the clients of its group whose updates are in the sum, in order of invitation; else null.</param>
public sealed record StepQuestion(string? Step, IReadOnlyList<ClientId>? Asked, IReadOnlyList<ClientId>? Included);
