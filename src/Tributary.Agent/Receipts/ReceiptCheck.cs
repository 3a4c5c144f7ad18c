using System.Text.Json;
using Tributary.Core;
using Tributary.Protocol;

namespace Tributary.Agent;

/// <summary>Holds a receipt against what was sent.</summary>
/// <param name="site">Who sent it.</param>
public sealed class ReceiptCheck(ClientId site)
{
    /// <summary>Checks a receipt.</summary>
    /// <param name="round">The round that was answered.</param>
    /// <param name="body">The digest of what was sent.</param>
    /// <param name="receipt">What the coordinator answered.</param>
    /// <exception cref="ReceiptException">It does not prove what it should.</exception>
    public void Check(RoundId round, BlobId body, ReceiptMessage receipt)
    {
        if (receipt.Body != body) throw Fails("is for another update than the one that was sent");
        if (receipt.Entry is not { } entry) return;
        RunEvent logged = Read(entry);
        bool fits = logged switch
        {
            UpdateReceived received => receipt.Accepted && received.Round == round && received.Client == site && received.Body == body,
            ClientDropped dropped => !receipt.Accepted && dropped.Round == round && dropped.Client == site,
            _ => false,
        };
        if (!fits) throw Fails("comes with an entry of the log that says something else");
    }

    private static RunEvent Read(LedgerEntry entry)
    {
        try
        {
            return JsonSerializer.Deserialize(Convert.FromBase64String(entry.Event), CoreJson.Default.RunEvent)
                ?? throw new JsonException("It is null.");
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            throw Fails("comes with an entry of the log that cannot be read");
        }
    }

    private static ReceiptException Fails(string what) => new(
        $"The coordinator's receipt {what}, so it proves nothing. This site takes part in the run no longer. " +
        "Keep the receipt, and show it to the other sites and the auditor.");
}
