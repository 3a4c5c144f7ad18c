using System.Globalization;
using System.Text.Json;
using Tributary.Core;
using Tributary.Protocol;

namespace Tributary.Agent;

/// <summary>
/// The receipts of a site, a file each: <c>receipts/RUN/ROUND.json</c>; beside it, where rounds are proven, <c>ROUND.evidence.json</c> with
/// <c>ROUND.STAGE.safetensors</c>, and what the site found: <c>ROUND.proof.json</c>.
/// </summary>
/// <param name="folder">The site's folder.</param>
public sealed class ReceiptShelf(string folder)
{
    private readonly string _path = Path.Combine(folder, "receipts");

    /// <summary>The receipt for a round, or null.</summary>
    public KeptReceipt? Find(RoundId round) => File.Exists(PathOf(round))
        ? JsonSerializer.Deserialize(File.ReadAllBytes(PathOf(round)), AgentJson.Default.KeptReceipt)
        : null;

    /// <summary>Keeps a receipt.</summary>
    internal void Keep(KeptReceipt receipt)
    {
        string path = PathOf(new RoundId(receipt.Run, receipt.Round));
        FolderFile.CreateFolder(Path.GetDirectoryName(path)!);
        FolderFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(receipt, AgentJson.Default.KeptReceipt));
    }

    /// <summary>What was found when a round was checked, or null.</summary>
    public KeptProof? FindProof(RoundId round) => File.Exists(PathOf(round, "proof.json"))
        ? JsonSerializer.Deserialize(File.ReadAllBytes(PathOf(round, "proof.json")), AgentJson.Default.KeptProof)
        : null;

    /// <summary>Keeps what a coordinator published of a round, so that others can check it without the coordinator.</summary>
    internal void Keep(EvidenceMessage evidence, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> documents)
    {
        var round = new RoundId(evidence.Run, evidence.Round);
        FolderFile.CreateFolder(Path.GetDirectoryName(PathOf(round))!);
        FolderFile.Write(PathOf(round, "evidence.json"), JsonSerializer.SerializeToUtf8Bytes(evidence, ProtocolJson.Default.EvidenceMessage));
        foreach ((string stage, ReadOnlyMemory<byte> document) in documents)
            FolderFile.Write(PathOf(round, $"{stage}.safetensors"), document.Span);
    }

    /// <summary>Keeps what was found.</summary>
    internal void Keep(KeptProof proof)
    {
        string path = PathOf(new RoundId(proof.Run, proof.Round), "proof.json");
        FolderFile.CreateFolder(Path.GetDirectoryName(path)!);
        FolderFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(proof, AgentJson.Default.KeptProof));
    }

    private string PathOf(RoundId round, string kind = "json") =>
        Path.Combine(_path, round.Run, string.Create(CultureInfo.InvariantCulture, $"{round.Number}.{kind}"));
}
