using Tributary.Agent;

namespace Tributary.Field.Tests;

/// <summary>What must be the same for a site however often it was disturbed.</summary>
/// <param name="Run">The run, with what the site was in it.</param>
/// <param name="Offered">Every update that it began to send.</param>
/// <param name="Part">Its part in the run.</param>
internal sealed record SiteRecord(RunRecord Run, IReadOnlyList<string> Offered, MemberState Part)
{
    /// <summary>What is left to compare where every update is drawn anew, as under a mask: one body for each round.</summary>
    public SiteRecord WithoutDraws() => this with
    {
        Run = Run.WithoutDraws(),
        Offered = [.. Offered.Select(name => name[..name.LastIndexOf('/')])],
    };

    /// <summary>Fails where another record says something else.</summary>
    public void MustBe(SiteRecord expected, object why)
    {
        Assert.True(expected.Offered.SequenceEqual(Offered), $"{why}: the updates that were sent are {string.Join(", ", Offered)}.");
        Assert.True(expected.Part.Accepted == Part.Accepted, $"{why}: {Part.Accepted} updates counted.");
        Assert.True(Part is { IsOver: true, Pending.IsEmpty: true }, $"{why}: the site is not done.");
        Assert.True(
            expected.Part.Vault.Count == Part.Vault.Count && expected.Part.Vault.All(value => Part.Vault[value.Key] == value.Value),
            $"{why}: the site remembers something else.");
        Run.MustBe(expected.Run, why);
    }
}
