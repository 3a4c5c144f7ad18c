using Tributary.Core;

namespace Tributary.Protocol;

/// <summary>
/// What a site signs with an update: that it, and nobody else, sent this body in answer to this round, with these notes beside it.
/// </summary>
/// <param name="round">The round.</param>
/// <param name="client">The site.</param>
/// <param name="body">The digest of the body.</param>
/// <param name="length">Its length in bytes.</param>
/// <param name="notes">The digests of what stages left beside the update, by stage; null where they left nothing.</param>
public sealed class UpdateStatement(
    RoundId round, ClientId client, BlobId body, long length, IReadOnlyDictionary<string, BlobId>? notes = null)
    : Statement(string.Create(null, $"tributary update v1\n{round.Run}\n{round.Number}\n{client}\n{body}\n{length}\n{Lines(notes)}"))
{
    // A line for each, in the order of names: without notes the statement is what it always was.
    private static string Lines(IReadOnlyDictionary<string, BlobId>? notes) => string.Concat(
        (notes ?? new Dictionary<string, BlobId>()).OrderBy(note => note.Key, StringComparer.Ordinal)
            .Select(note => $"{note.Key} {note.Value}\n"));
}
