using System.Text.Json;
using Tributary.Core;
using Tributary.Protocol;

namespace Tributary.Cli;

/// <summary>The files of one round, as a site keeps them: what the coordinator says, the document, and the model before.</summary>
/// <param name="Evidence">The round's events with proofs, or null.</param>
/// <param name="Document">What <c>commit</c> published.</param>
/// <param name="Before">The model before the round, or null.</param>
/// <param name="Optimizer">The server optimizer before the round, or null.</param>
internal sealed record RoundFiles(
    EvidenceMessage? Evidence, ReadOnlyMemory<byte> Document, ReadOnlyMemory<byte>? Before, ReadOnlyMemory<byte>? Optimizer)
{
    private const string EvidenceEnding = ".evidence.json", DocumentEnding = ".commit.safetensors";

    /// <summary>Reads a round's files, given one of them: the others are looked for beside it.</summary>
    /// <exception cref="ProblemException">The file is none of a round.</exception>
    public static RoundFiles Read(string path)
    {
        bool isEvidence = path.EndsWith(EvidenceEnding, StringComparison.Ordinal);
        bool isDocument = path.EndsWith(DocumentEnding, StringComparison.Ordinal);
        if (!isEvidence && !isDocument && !File.Exists(path)) throw Missing(path, "it is not there");
        string start = isEvidence ? path[..^EvidenceEnding.Length] : isDocument ? path[..^DocumentEnding.Length] : path;
        string document = isEvidence || isDocument ? start + DocumentEnding : path;
        if (!File.Exists(document)) throw Missing(path, $"there is no '{Path.GetFileName(document)}' beside it");
        return new RoundFiles(
            File.Exists(start + EvidenceEnding) ? ReadEvidence(start + EvidenceEnding) : null, File.ReadAllBytes(document),
            Find(start + ".before.safetensors"), Find(start + ".optimizer.safetensors"));
    }

    private static ReadOnlyMemory<byte>? Find(string path) => File.Exists(path) ? File.ReadAllBytes(path) : null;

    private static EvidenceMessage ReadEvidence(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), ProtocolJson.Default.EvidenceMessage)
                ?? throw new JsonException("It is null.");
        }
        catch (JsonException e)
        {
            throw Missing(path, $"it cannot be read ({e.Message})");
        }
    }

    private static ProblemException Missing(string path, string why) => new(ProblemCodes.EvidenceMissing, path,
        $"This is no proof of a round: {why}. Name a file ROUND.evidence.json or ROUND.commit.safetensors of a site's receipts.");
}
