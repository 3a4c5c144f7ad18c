namespace Tributary.Core;

/// <summary>Options of a schedule that has none.</summary>
public sealed record ConstantOptions;
