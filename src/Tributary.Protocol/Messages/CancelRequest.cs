namespace Tributary.Protocol;

/// <summary>Ends a run.</summary>
/// <param name="Reason">Why; everybody can read it.</param>
public sealed record CancelRequest(string Reason);
