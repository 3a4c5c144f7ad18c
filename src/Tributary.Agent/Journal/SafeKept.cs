using Tributary.Core;

namespace Tributary.Agent;

/// <summary>A stage keeps something for the rest of the run: a key, an answer that must not be given twice.</summary>
/// <param name="At">When.</param>
/// <param name="Run">The run.</param>
/// <param name="Name">What it is called; once a run.</param>
/// <param name="Content">The content; in the blob store.</param>
public sealed record SafeKept(DateTimeOffset At, string Run, string Name, BlobId Content) : AgentEvent(At, Run);
