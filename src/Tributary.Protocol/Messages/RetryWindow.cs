namespace Tributary.Protocol;

/// <summary>When a client may ask again: at a moment drawn evenly from this window, so that clients do not come all at once.</summary>
/// <param name="MinimumSeconds">The earliest.</param>
/// <param name="MaximumSeconds">The latest.</param>
/// <remarks>Bonawitz et al.: Towards federated learning at scale. MLSys 2019, section 2.3: pace steering.</remarks>
public sealed record RetryWindow(double MinimumSeconds, double MaximumSeconds);
