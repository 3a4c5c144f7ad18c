namespace Tributary.Security;

/// <summary>Computes one gadget on so many inputs.</summary>
internal delegate T Gadget<T>(ReadOnlySpan<T> inputs);
