namespace Tributary.Server;

/// <summary>A coordinator cannot be made or started.</summary>
public sealed class ServerException : Exception
{
    /// <summary>Makes the exception from one of <see cref="Core.ProblemCodes"/> and complete sentences.</summary>
    public ServerException(string code, string message, Exception? cause = null) : base(message, cause) => Code = code;

    /// <summary>The code of the problem; <c>docs/problems.md</c> has a section for each.</summary>
    public string Code { get; }
}
