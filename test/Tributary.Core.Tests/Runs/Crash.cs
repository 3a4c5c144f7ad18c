namespace Tributary.Core.Tests;

/// <summary>When a <see cref="CrashingLog{TEvent}"/> kills the process.</summary>
public enum Crash
{
    /// <summary>The events are not written.</summary>
    BeforeAppend,

    /// <summary>The events are written, and nothing that should follow happens.</summary>
    AfterAppend,
}
