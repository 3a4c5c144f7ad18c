using Microsoft.Extensions.Logging;

namespace Tributary.Server;

/// <summary>What a coordinator logs. Nothing of it says what one client measured, sent or weighs.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Coordinator '{Name}' serves at {Address}, protocol {Version}")]
    public static partial void Started(ILogger logger, string name, Uri address, string version);

    [LoggerMessage(2, LogLevel.Information, "Coordinator '{Name}' stopped")]
    public static partial void Stopped(ILogger logger, string name);

    [LoggerMessage(3, LogLevel.Warning, "Refused {Code}: {Who}, {What}")]
    public static partial void Refused(ILogger logger, string code, string who, string what);

    [LoggerMessage(4, LogLevel.Error, "Nobody foresaw this: {Method} {Path}")]
    public static partial void Unforeseen(ILogger logger, string method, string path, Exception e);

    [LoggerMessage(5, LogLevel.Information, "Site '{Site}' enrolled as {Role}")]
    public static partial void Enrolled(ILogger logger, string site, string role);

    [LoggerMessage(6, LogLevel.Information, "Site '{Site}' was revoked by {By}")]
    public static partial void Revoked(ILogger logger, string site, string by);

    [LoggerMessage(7, LogLevel.Information, "Run '{Run}' was submitted by {By} for {Sites} sites")]
    public static partial void Submitted(ILogger logger, string run, string by, int sites);

    [LoggerMessage(8, LogLevel.Information, "Run '{Run}' round {Round} opened for {Cohort} sites")]
    public static partial void RoundOpened(ILogger logger, string run, int round, int cohort);

    [LoggerMessage(9, LogLevel.Information, "Run '{Run}' round {Round} published model {Version} of {Updates} updates")]
    public static partial void Published(ILogger logger, string run, int round, int version, int updates);

    [LoggerMessage(10, LogLevel.Warning, "Run '{Run}' round {Round} failed: {Reason}")]
    public static partial void RoundFailed(ILogger logger, string run, int round, string reason);

    [LoggerMessage(11, LogLevel.Information, "Run '{Run}' ended: {Outcome}. {Reason}")]
    public static partial void Finished(ILogger logger, string run, string outcome, string reason);

    [LoggerMessage(12, LogLevel.Error, "Run '{Run}' could not go on and is tried again in {Wait}")]
    public static partial void RunStuck(ILogger logger, string run, TimeSpan wait, Exception e);

    [LoggerMessage(13, LogLevel.Warning, "Run '{Run}' round {Round}: site '{Site}' dropped, {Reason}")]
    public static partial void Dropped(ILogger logger, string run, int round, string site, string reason);

    [LoggerMessage(14, LogLevel.Information, "Deleted {Blobs} blobs that nothing names: a process ended before it could")]
    public static partial void Unnamed(ILogger logger, int blobs);

    [LoggerMessage(15, LogLevel.Information, "Deleted {Drafts} unfinished uploads and {Models} models that no job named")]
    public static partial void Swept(ILogger logger, int drafts, int models);

    [LoggerMessage(16, LogLevel.Error, "Unfinished uploads could not be deleted; the next attempt is in an hour")]
    public static partial void NotSwept(ILogger logger, Exception e);

    [LoggerMessage(17, LogLevel.Warning, "Run '{Run}' has {Events} events, not the {Signed} signed ones: its ledger has another name now")]
    public static partial void OlderLog(ILogger logger, string run, long events, long signed);

    [LoggerMessage(18, LogLevel.Error, "The signed head of run '{Run}' could not be kept outside of the store")]
    public static partial void HeadNotKept(ILogger logger, string run, Exception e);
}
