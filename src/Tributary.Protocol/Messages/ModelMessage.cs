using Tributary.Core;

namespace Tributary.Protocol;

/// <summary>The published model of a run.</summary>
/// <param name="Version">Its number.</param>
/// <param name="Parameters">Its tensors.</param>
/// <param name="Description">The file of the initial model, whose description the tensors belong to.</param>
public sealed record ModelMessage(int Version, BlobId Parameters, BlobId Description);
