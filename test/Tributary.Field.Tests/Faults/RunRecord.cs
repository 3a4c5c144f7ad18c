using Tributary.Core;
using Tributary.Server;
using Tributary.Tensors;

namespace Tributary.Field.Tests;

/// <summary>What must be the same however often a run was disturbed: everything but the moments and the order of arrival.</summary>
/// <param name="Events">The kinds of events in their order.</param>
/// <param name="Updates">Round, site and digest of every update that was received.</param>
/// <param name="Model">The last model.</param>
/// <param name="Bits">The bits of the last model's parameters.</param>
/// <param name="Left">Updates of single sites, and messages between them, that are still stored.</param>
internal sealed record RunRecord(
    IReadOnlyList<string> Events, IReadOnlyList<string> Updates, ModelVersion Model, byte[] Bits, IReadOnlyList<BlobId> Left)
{
    public static async Task<RunRecord> ReadAsync(ServerStore store, string run)
    {
        List<RunEvent> events = await store.Runs.ReadAsync(run).ToListAsync();
        UpdateReceived[] updates = [.. events.OfType<UpdateReceived>()];
        ModelVersion model = events.OfType<ModelPublished>().Last().Version;
        var left = new List<BlobId>();
        foreach (UpdateReceived update in updates)
            if (await store.Blobs.StatAsync(update.Body) is not null) left.Add(update.Body);
        foreach (RoundOpened opened in events.OfType<RoundOpened>())
            await foreach (ServiceEvent e in store.Service.ReadAsync($"mail/{run}/{opened.Round.Number}"))
                if (e is MailPosted mail && await store.Blobs.StatAsync(mail.Body) is not null) left.Add(mail.Body);
        return new RunRecord(
            // How many keepers had answered before there were enough of them is a matter of moments.
            [.. events.Where(e => e is not KeeperAnswered).Select(e => e is RunFinished finished ? $"RunFinished {finished.Outcome}" : e.GetType().Name)],
            [.. updates.Select(update => $"{update.Round.Number} {update.Client.Value} {update.Body}").Order(StringComparer.Ordinal)],
            model, SafetensorsReader.Read(await store.Blobs.GetAsync(model.Model)).ToParameters().Values.ToArray() is var values
                ? System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()).ToArray() : [], left);
    }

    /// <summary>What is left to compare where every update is drawn anew, as under a mask: who sent one in which round.</summary>
    public RunRecord WithoutDraws() => this with { Updates = [.. Updates.Select(update => update[..update.LastIndexOf(' ')])] };

    /// <summary>Fails where another record says something else.</summary>
    public void MustBe(RunRecord expected, object why)
    {
        Assert.True(expected.Events.SequenceEqual(Events), $"{why}: the events are {string.Join(", ", Events)}.");
        Assert.True(expected.Updates.SequenceEqual(Updates), $"{why}: the updates are {string.Join(", ", Updates)}.");
        Assert.True(expected.Model == Model && expected.Bits.AsSpan().SequenceEqual(Bits), $"{why}: the model is another one.");
        Assert.True(Left.Count == 0, $"{why}: {Left.Count} updates of single sites are left.");
    }
}
