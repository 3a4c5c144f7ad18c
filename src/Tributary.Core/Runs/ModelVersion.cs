namespace Tributary.Core;

/// <summary>A published model: its number counts from zero (the initial one); the optimizer state belongs to it.</summary>
public sealed record ModelVersion(int Number, BlobId Model, BlobId Optimizer);
