using System.Globalization;
using System.Text.Json;
using Tributary.Core;
using Tributary.Protocol;

namespace Tributary.Agent;

/// <summary>
/// The receipts of a site, a file each: <c>receipts/RUN/ROUND.json</c>. Beside it, where rounds are proven, <c>ROUND.evidence.json</c>,
/// what it names (<c>ROUND.STAGE.safetensors</c>, <c>ROUND.before.safetensors</c>, <c>ROUND.optimizer.safetensors</c>), and what the site
/// found: <c>ROUND.proof.json</c>.
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

    /// <summary>
    /// Keeps what a coordinator published of a round, so that others can check it without the coordinator. What is as large as a model is
    /// kept of the last rounds alone.
    /// </summary>
    /// <param name="evidence">The round's events, with proofs.</param>
    /// <param name="documents">What stages published, by stage; and the model and the optimizer before the round.</param>
    internal void Keep(EvidenceMessage evidence, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> documents)
    {
        var round = new RoundId(evidence.Run, evidence.Round);
        FolderFile.CreateFolder(Path.GetDirectoryName(PathOf(round))!);
        FolderFile.Write(
            PathOf(round, "evidence.json"), JsonSerializer.SerializeToUtf8Bytes(evidence, ProtocolJson.Default.EvidenceMessage));
        foreach ((string stage, ReadOnlyMemory<byte> document) in documents)
            FolderFile.Write(PathOf(round, $"{stage}.safetensors"), document.Span);
        foreach (string file in Directory.GetFiles(Path.GetDirectoryName(PathOf(round))!, "*.safetensors"))
            if (int.TryParse(Path.GetFileName(file).Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                && number < round.Number - RunState.RoundsOfProofs)
                File.Delete(file);
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
