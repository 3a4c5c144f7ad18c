namespace Tributary.Simulation;

/// <summary>A trained model, by name and fingerprint.</summary>
/// <param name="Name">What it is, in the field's words: <c>MLP 784-200-200-10</c>.</param>
/// <param name="Parameters">How many numbers it learnt.</param>
/// <param name="Sha256">The SHA-256 of <c>model.safetensors</c>, in lower-case hexadecimal; equal jobs and seeds give equal hashes.</param>
public sealed record ModelSummary(string Name, long Parameters, string Sha256);
