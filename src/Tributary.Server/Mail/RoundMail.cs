using Tributary.Core;
using Tributary.Protocol;

namespace Tributary.Server;

/// <summary>Messages that the parties of a round leave for each other; kept until the round is over.</summary>
internal sealed class RoundMail(RunSurroundings around, string run) : IRoundChannel, IDisposable
{
    /// <summary>The longest message.</summary>
    public const int LongestMessage = 1 << 20;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly List<MailPosted> _posted = [];
    private readonly HashSet<(string Stage, string From, string To, BlobId Body)> _known = [];
    private readonly Dictionary<string, long> _bytes = new(StringComparer.Ordinal); // by sender
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RoundId? _round;
    private RoundId? _open;

    private string Owner => $"{run}/mail";

    /// <summary>Completes when somebody leaves a message; to be taken before looking.</summary>
    public Task Changed => Volatile.Read(ref _changed).Task;

    /// <summary>Holds the messages of a round that was open when the process before this one ended.</summary>
    public async Task ResumeAsync(RoundId round, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            await OpenAsync(round);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask PostAsync(IReadOnlyList<RoundMessage> messages, CancellationToken cancellation = default)
    {
        if (messages.Count == 0) return;
        await _turn.WaitAsync(cancellation);
        try
        {
            await OpenAsync(messages[0].Round);
            var posted = new List<MailPosted>();
            foreach (RoundMessage message in messages)
            {
                var mail = new MailPosted(
                    around.Clock.GetUtcNow(), message.Stage, message.From.Value, message.To.Value, BlobId.Of(message.Body.Span),
                    message.Body.Length);
                if (_known.Contains(KeyOf(mail)) || posted.Any(other => KeyOf(other) == KeyOf(mail))) continue;
                // What the coordinator hands out follows from what clients posted, which is limited.
                long most = message.From == RoundMessage.Coordinator ? long.MaxValue : around.Settings.Limits.MailBytes;
                long before = _bytes.GetValueOrDefault(mail.From)
                    + posted.Where(other => other.From == mail.From).Sum(other => (long)other.Bytes);
                if (before + mail.Bytes > most) throw Refuse.TooLarge(most);
                await around.Blobs.For(Owner).PutAsync(mail.Body, message.Body, CancellationToken.None);
                posted.Add(mail);
            }
            if (posted.Count == 0) return;
            await around.Store.Service.AppendAsync(Stream(messages[0].Round), _posted.Count, posted, CancellationToken.None);
            foreach (MailPosted mail in posted) Take(mail);
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

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<RoundMessage>> ReadAsync(
        RoundId round, string stage, ClientId to, CancellationToken cancellation = default)
    {
        var messages = new List<RoundMessage>();
        foreach ((_, MailPosted mail) in await FindAsync(round, stage, to.Value, 0, cancellation))
            messages.Add(new RoundMessage(
                round, stage, new ClientId(mail.From), to, await around.Store.Blobs.GetAsync(mail.Body, cancellation)));
        return messages;
    }

    /// <summary>The messages to a party, after the number of the last one it has.</summary>
    public async Task<MailboxMessage> ReadAsync(RoundId round, string stage, string to, long after, CancellationToken cancellation)
    {
        var messages = new List<MailMessage>();
        long bytes = 0;
        foreach ((int number, MailPosted mail) in await FindAsync(round, stage, to, after, cancellation))
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

    /// <summary>Deletes what a kill left of the last round of a run that has ended.</summary>
    public async Task TidyAsync(RoundId last, CancellationToken cancellation)
    {
        await foreach (ServiceEvent e in around.Store.Service.ReadAsync(Stream(last), 0, cancellation))
            if (e is MailPosted mail && await around.Store.Blobs.StatAsync(mail.Body, cancellation) is not null)
                await around.Blobs.ReleaseAsync(mail.Body, Owner);
    }

    public void Dispose() => _turn.Dispose();

    private async Task<(int Number, MailPosted Mail)[]> FindAsync(
        RoundId round, string stage, string to, long after, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            await OpenAsync(round);
            return [.. _posted.Select((mail, i) => (Number: i + 1, Mail: mail))
                .Where(item => item.Number > after && item.Mail.Stage == stage && item.Mail.To == to)];
        }
        finally
        {
            _turn.Release();
        }
    }

    private static (string, string, string, BlobId) KeyOf(MailPosted mail) => (mail.Stage, mail.From, mail.To, mail.Body);

    private void Take(MailPosted mail)
    {
        _posted.Add(mail);
        _known.Add(KeyOf(mail));
        _bytes[mail.From] = _bytes.GetValueOrDefault(mail.From) + mail.Bytes;
    }

    private async Task OpenAsync(RoundId round)
    {
        if (_round == round) return;
        _posted.Clear();
        _known.Clear();
        _bytes.Clear();
        await foreach (ServiceEvent e in around.Store.Service.ReadAsync(Stream(round)))
        {
            if (e is not MailPosted mail) continue;
            Take(mail);
            await around.Blobs.HoldAsync(mail.Body, Owner);
        }
        _round = round;
    }

    private static string Stream(RoundId round) => $"mail/{round.Run}/{round.Number}";
}
