namespace Tributary.Protocol;

/// <summary>A site asks for work.</summary>
/// <param name="WaitSeconds">How long the answer may be held back until there is work; the coordinator may answer sooner.</param>
/// <param name="Runs">The runs that the site has approved and is ready for.</param>
public sealed record CheckInRequest(double WaitSeconds, IReadOnlyList<string> Runs);
