namespace Tributary.Agent;

/// <summary>A coordinator's receipt does not prove what it should.</summary>
public sealed class ReceiptException(string message) : Exception(message);
