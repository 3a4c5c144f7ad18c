using Tributary.Core;

namespace Tributary.Protocol;

/// <summary>The messages of a round by way of a coordinator far away.</summary>
/// <param name="connection">The way to it.</param>
public sealed class HttpRoundChannel(CoordinatorConnection connection) : IRoundChannel
{
    /// <inheritdoc/>
    public async ValueTask PostAsync(IReadOnlyList<RoundMessage> messages, CancellationToken cancellation = default)
    {
        foreach (RoundMessage message in messages)
            await connection.SendAsync(
                HttpMethod.Post, Routes.Mail(message.Round, message.Stage),
                new MailRequest(message.To.Value, Convert.ToBase64String(message.Body.Span)), ProtocolJson.Default.MailRequest,
                cancellation);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The coordinator's answer is none.</exception>
    public async ValueTask<IReadOnlyList<RoundMessage>> ReadAsync(
        RoundId round, string stage, ClientId to, CancellationToken cancellation = default)
    {
        var messages = new List<RoundMessage>();
        for (long after = 0; ;)
        {
            MailboxMessage mailbox = await connection.GetAsync(
                string.Create(null, $"{Routes.Mail(round, stage)}?after={after}"), ProtocolJson.Default.MailboxMessage, cancellation);
            if (mailbox.Messages.Count == 0) return messages;
            foreach (MailMessage mail in mailbox.Messages)
            {
                if (mail.Number <= after) throw new InvalidDataException("The coordinator numbers messages so that they never end.");
                after = mail.Number;
                messages.Add(new RoundMessage(round, stage, new ClientId(mail.From), to, Content(mail.Body)));
            }
        }
    }

    private static byte[] Content(string body)
    {
        byte[] bytes = new byte[body.Length];
        return Convert.TryFromBase64String(body, bytes, out int length)
            ? bytes[..length]
            : throw new InvalidDataException("The coordinator passed on a message that is not base64.");
    }
}
