using Microsoft.Extensions.Logging;
using Tributary.Core;

namespace Tributary.Server;

/// <summary>Logs who was refused: a few a minute in full, the others as a number, so that an attack does not fill the store.</summary>
internal sealed class RefusalLog(ServiceJournal journal, ServerMetrics metrics, ILogger logger, int mostAMinute)
{
    private static readonly TimeSpan _minute = TimeSpan.FromMinutes(1);

    // What an honest client never causes. A round that is over, or a link that broke, is daily life.
    private static readonly HashSet<string> _notable =
    [
        ProblemCodes.Unauthenticated, ProblemCodes.Forbidden, ProblemCodes.InvitationInvalid, ProblemCodes.TooLarge,
        ProblemCodes.WrongDigest, ProblemCodes.WrongSignature, ProblemCodes.TooManyRequests,
    ];

    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _unlogged = new(StringComparer.Ordinal);
    private DateTimeOffset _since;
    private int _logged;

    public async Task AddAsync(string code, string who, string method, string path)
    {
        metrics.Refused(code);
        if (!_notable.Contains(code)) return;
        long unlogged;
        lock (_lock)
        {
            if (journal.Now - _since >= _minute) (_since, _logged) = (journal.Now, 0);
            unlogged = _unlogged.GetValueOrDefault(code);
            if (++_logged > mostAMinute)
            {
                _unlogged[code] = unlogged + 1;
                return;
            }
            _unlogged[code] = 0;
        }
        string what = $"{method} {(path.Length > 200 ? path[..200] : path)}";
        Log.Refused(logger, code, who, what);
        await journal.AppendAsync(_ => new AccessRefused(journal.Now, code, who, what, unlogged), CancellationToken.None);
    }
}
