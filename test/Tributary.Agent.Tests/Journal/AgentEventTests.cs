using System.Text.Json;
using Tributary.Core;

namespace Tributary.Agent.Tests;

public sealed class AgentEventTests
{
    private static readonly BlobId _blob = BlobId.Of("content"u8);

    private static readonly DateTimeOffset _at = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Dictionary<string, BlobId> _blobs = new() { ["top-k/run/4"] = _blob };

    public static TheoryData<AgentEvent, string> Events => new()
    {
        { new JobSeen(_at, "run", "job", _blob, _blob, 2), "job-seen" },
        { new ConsentGiven(_at, "run", _blob, "policy"), "consent-given" },
        { new ConsentDeclined(_at, "run", _blob, "anna", "No."), "consent-declined" },
        { new ModelFetched(_at, "run", _blob), "model-fetched" },
        { new UpdateEncoded(_at, "run", 3, _blob, _blobs), "update-encoded" },
        { new PrivacyReserved(_at, "run", 3, new GaussianEvent(2)), "privacy-reserved" },
        { new VaultStored(_at, "run", _blobs), "vault-stored" },
        { new SafeKept(_at, "run", "run-key", _blob), "safe-kept" },
        { new UpdateSettled(_at, "run", 3, false, DropReason.TooLate, 7), "update-settled" },
        { new UpdateSettled(_at, "run", 3, true), "update-settled" },
        { new ProofAwaited(_at, "run", 3), "proof-awaited" },
        { new ProofSettled(_at, "run", 3, "Too late."), "proof-settled" },
        { new RunLeft(_at, "run", "TRB0424", "It is false."), "run-left" },
        { new RunEnded(_at, "run", "It is over."), "run-ended" },
    };

    [Theory]
    [MemberData(nameof(Events))]
    public void Events_are_read_as_they_were_written(AgentEvent e, string name)
    {
        string json = JsonSerializer.Serialize(e, AgentJson.Default.AgentEvent);
        Assert.Contains($"\"event\":\"{name}\"", json);
        Assert.Equal(json, JsonSerializer.Serialize(JsonSerializer.Deserialize(json, AgentJson.Default.AgentEvent)!, AgentJson.Default.AgentEvent));
    }

    [Fact]
    public void Every_kind_of_event_is_tried() =>
        Assert.Equal(typeof(AgentEvent).Assembly.GetTypes().Count(type => type.BaseType == typeof(AgentEvent)), Events.Select(row => row.Data.Item2).Distinct().Count());

    [Fact]
    public void Events_of_a_run_that_was_never_offered_are_refused() =>
        Assert.Throws<InvalidDataException>(() => AgentState.Empty.Apply(new ModelFetched(_at, "run", _blob)));
}
