using System.Globalization;
using System.Text.Json;
using Tributary.Core;

namespace Tributary.Agent;

/// <summary>The receipts of a site, a file each: <c>receipts/RUN/ROUND.json</c>.</summary>
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

    private string PathOf(RoundId round) =>
        Path.Combine(_path, round.Run, round.Number.ToString(CultureInfo.InvariantCulture) + ".json");
}
