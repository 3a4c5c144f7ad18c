using Tributary.Core;
using Tributary.Storage;

namespace Tributary.Agent;

/// <summary>Where an agent keeps what must survive it.</summary>
/// <param name="Events">Its journal, in the stream <see cref="AgentJournal.Stream"/>.</param>
/// <param name="Blobs">Models, encoded updates, and what stages remember.</param>
/// <param name="Drafts">What is being downloaded; of the same store.</param>
/// <param name="Index">
/// Tells which blobs there are, so that what a kill left without a name is deleted, keys among it; null for a store that cannot tell.
/// </param>
public sealed record AgentStore(IEventLog<AgentEvent> Events, IBlobStore Blobs, IBlobDrafts Drafts, IBlobIndex? Index = null)
{
    /// <summary>A store in a file.</summary>
    /// <param name="file">The file; stays the caller's.</param>
    public static AgentStore In(SqliteStore file)
    {
        var blobs = new SqliteBlobStore(file);
        return new AgentStore(new SqliteEventLog<AgentEvent>(file, AgentJson.Default.AgentEvent), blobs, blobs, blobs);
    }
}
