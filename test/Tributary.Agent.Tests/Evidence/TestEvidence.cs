using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Tributary.Core;
using Tributary.Ledger;
using Tributary.Protocol;

namespace Tributary.Agent.Tests;

/// <summary>What a coordinator tells of a round, from its log.</summary>
internal static class TestEvidence
{
    /// <summary>The evidence of a round; without entries where it is not over.</summary>
    public static EvidenceMessage Of(RoundId round, IReadOnlyList<RunEvent> log, TestAuthority authority)
    {
        var tree = new MerkleTree();
        foreach (RunEvent e in log) tree.Append(LeafOf(e));
        NoteSigner key = authority.SignerOf(round.Run);
        string head = Checkpoint.Of(key.Name, tree).Sign(key).ToString();
        int first = Find(e => e is RoundOpened opened && opened.Round == round), last = Find(e => e switch
        {
            ModelPublished published => published.Round == round,
            RoundFailed failed => failed.Round == round,
            _ => e is RunFinished,
        });
        if (first < 0 || last < first) return new EvidenceMessage(round.Run, round.Number, head, []);
        int before = log.Take(first).ToList().FindLastIndex(e => e is RunStarted or ModelPublished),
            latest = log.ToList().FindLastIndex(e => e is ModelPublished);
        return new EvidenceMessage(
            round.Run, round.Number, head, [.. Enumerable.Range(first, last - first + 1).Select(Entry)], Entry(before),
            latest > last ? Entry(latest) : null, [.. authority.Enrolled.Values.Select(Member)]);

        int Find(Predicate<RunEvent> which) => log.ToList().FindIndex(which);

        EvidenceEntry Entry(int index) => new(
            Convert.ToBase64String(LeafOf(log[index])), index,
            [.. tree.InclusionProof(index, tree.Size).Path.Select(hash => hash.ToBase64())]);
    }

    private static byte[] LeafOf(RunEvent e) => JsonSerializer.SerializeToUtf8Bytes(e, CoreJson.Default.RunEvent);

    private static MemberMessage Member(SiteFolder site)
    {
        using X509Certificate2 certificate = site.LoadCertificate();
        return new MemberMessage(site.Identity.Site, "", Convert.ToBase64String(certificate.RawData), "");
    }
}
