namespace Tributary.Protocol;

/// <summary>A coordinator cannot be reached, or does not answer as one; trying again may help.</summary>
public sealed class UnreachableException(string message, Exception? inner = null) : Exception(message, inner);
