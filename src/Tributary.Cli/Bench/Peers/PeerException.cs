namespace Tributary.Cli;

/// <summary>A peer could not be started, or did not answer; what is measured stays without a ratio.</summary>
internal sealed class PeerException(string message) : Exception(message);
