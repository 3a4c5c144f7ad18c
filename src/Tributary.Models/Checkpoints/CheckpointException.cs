namespace Tributary.Models;

/// <summary>A checkpoint of another program cannot be read, or one for another program cannot be written; the message says why.</summary>
public sealed class CheckpointException : Exception
{
    /// <summary>Makes the exception from complete sentences.</summary>
    public CheckpointException(CheckpointFault fault, string message, Exception? cause = null) : base(message, cause) => Fault = fault;

    /// <summary>What kind of thing is wrong.</summary>
    public CheckpointFault Fault { get; }
}
