using System.Diagnostics;
using Tributary.Core;

namespace Tributary.Server;

/// <summary>What traces show: which site did what in which round, how long it took, what came of it; never a value of a client.</summary>
internal static class Spans
{
    /// <summary>Begins what a site does in a round: a check-in, an upload or a submit.</summary>
    /// <returns>To be disposed at its end; null where nobody looks.</returns>
    public static Activity? Begin(this ActivitySource source, string name, RoundId round, string site, DateTimeOffset began = default) =>
        source.StartActivity(name, ActivityKind.Server, default(ActivityContext), Tags(round, site), startTime: began);

    /// <summary>Notes a round that is over.</summary>
    public static void NoteRound(this ActivitySource source, RoundId round, DateTimeOffset opened, DateTimeOffset ended, string outcome)
    {
        using Activity? span = source.StartActivity(
            "round", ActivityKind.Internal, default(ActivityContext), Tags(round, null), startTime: opened);
        span?.Came(outcome).SetEndTime(ended.UtcDateTime);
    }

    /// <summary>Says what came of it.</summary>
    public static Activity Came(this Activity span, string outcome) => span.SetTag("outcome", outcome);

    private static IEnumerable<KeyValuePair<string, object?>> Tags(RoundId round, string? site)
    {
        yield return new("run", round.Run);
        yield return new("round", round.Number);
        if (site is not null) yield return new("site", site);
    }
}
