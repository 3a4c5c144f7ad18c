using Tributary.Core;
using Tributary.Protocol;

namespace Tributary.Server;

/// <summary>Messages that the parties of a round leave for each other; kept until the round is over.</summary>
internal sealed class RoundMail(RunSurroundings around, string run) : IDisposable
{
    /// <summary>The longest message.</summary>
    public const int LongestMessage = 1 << 20;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly List<MailPosted> _posted = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RoundId? _round;
    private RoundId? _open;

    private string Owner => $"{run}/mail";

    /// <summary>Completes when somebody leaves a message; to be taken before looking.</summary>
    public Task Changed => Volatile.Read(ref _changed).Task;

    /// <summary>Leaves a message. The same one again is there once.</summary>
    public async Task PostAsync(
        RoundId round, string stage, string from, string to, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        var blob = BlobId.Of(body.Span);
        await _turn.WaitAsync(cancellation);
        try
        {
            await OpenAsync(round);
            if (_posted.Any(mail => mail.Stage == stage && mail.From == from && mail.To == to && mail.Body == blob)) return;
            long most = around.Settings.Limits.MailBytes;
            if (_posted.Where(mail => mail.From == from).Sum(mail => (long)mail.Bytes) + body.Length > most) throw Refuse.TooLarge(most);
            await around.Blobs.For(Owner).PutAsync(blob, body, CancellationToken.None);
            var posted = new MailPosted(around.Clock.GetUtcNow(), stage, from, to, blob, body.Length);
            await around.Store.Service.AppendAsync(Stream(round), _posted.Count, [posted], CancellationToken.None);
            _posted.Add(posted);
        }
        catch
        {
            _round = null; // the log may have what memory has not
            throw;
        }
        finally
        {
            _turn.Release();
        }
        Interlocked.Exchange(ref _changed, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }

    /// <summary>The messages to a party, after the number of the last one it has.</summary>
    public async Task<MailboxMessage> ReadAsync(RoundId round, string stage, string to, long after, CancellationToken cancellation)
    {
        (int Number, MailPosted Mail)[] found;
        await _turn.WaitAsync(cancellation);
        try
        {
            await OpenAsync(round);
            found = [.. _posted.Select((mail, i) => (Number: i + 1, Mail: mail))
                .Where(item => item.Number > after && item.Mail.Stage == stage && item.Mail.To == to)];
        }
        finally
        {
            _turn.Release();
        }
        var messages = new List<MailMessage>();
        long bytes = 0;
        foreach ((int number, MailPosted mail) in found)
        {
            if ((bytes += mail.Bytes) > LongestMessage && messages.Count > 0) break; // the rest at the next request
            ReadOnlyMemory<byte> body = await around.Store.Blobs.GetAsync(mail.Body, cancellation);
            messages.Add(new MailMessage(number, mail.From, Convert.ToBase64String(body.Span)));
        }
        return new MailboxMessage(messages);
    }

    /// <summary>Throws away the messages of a round that is over.</summary>
    public async Task ForgetBeforeAsync(RoundId? open)
    {
        if (open == _open) return;
        await _turn.WaitAsync();
        try
        {
            var over = new List<int>();
            if (_open is { } before) over.Add(before.Number);
            else if (open is { Number: > 1 } first) over.Add(first.Number - 1); // the process that knew it has ended
            foreach (int number in over)
                await foreach (ServiceEvent e in around.Store.Service.ReadAsync(Stream(new RoundId(run, number))))
                    if (e is MailPosted mail) await around.Blobs.ReleaseAsync(mail.Body, Owner);
            _open = open;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task OpenAsync(RoundId round)
    {
        if (_round == round) return;
        _posted.Clear();
        await foreach (ServiceEvent e in around.Store.Service.ReadAsync(Stream(round)))
        {
            if (e is not MailPosted mail) continue;
            _posted.Add(mail);
            await around.Blobs.HoldAsync(mail.Body, Owner);
        }
        _round = round;
    }

    private static string Stream(RoundId round) => $"mail/{round.Run}/{round.Number}";
}
