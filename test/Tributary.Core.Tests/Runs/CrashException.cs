namespace Tributary.Core.Tests;

/// <summary>The process was killed.</summary>
internal sealed class CrashException : Exception;
