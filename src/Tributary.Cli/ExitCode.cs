namespace Tributary.Cli;

/// <summary>What the process tells its caller.</summary>
internal static class ExitCode
{
    /// <summary>The work is done.</summary>
    public const int Success = 0;

    /// <summary>The work failed.</summary>
    public const int Failed = 1;

    /// <summary>What was asked for cannot be done; nothing was changed.</summary>
    public const int BadInput = 2;
}
