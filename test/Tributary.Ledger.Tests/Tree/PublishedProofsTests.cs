using System.Security.Cryptography;
using System.Text.Json;
using Tributary.Tests;

namespace Tributary.Ledger.Tests;

/// <summary>The proofs that transparency-dev/merkle publishes to try verifiers with; most of them are wrong on purpose.</summary>
public sealed class PublishedProofsTests
{
    [Fact]
    public void Decides_every_inclusion_proof_as_published() => Decide("inclusion", row =>
        Hash(row, "root") is { } root && Hash(row, "leafHash") is { } leaf
        && new InclusionProof { Index = Number(row, "leafIdx"), Size = Number(row, "treeSize"), Path = [.. Path(row)] }.Verify(leaf, root));

    [Fact]
    public void Decides_every_consistency_proof_as_published() => Decide("consistency", row =>
        Hash(row, "root1") is { } old && Hash(row, "root2") is { } current
        && new ConsistencyProof { OldSize = Number(row, "size1"), NewSize = Number(row, "size2"), Path = [.. Path(row)] }.Verify(old, current));

    private static void Decide(string kind, Func<JsonElement, bool> verify)
    {
        using JsonDocument vectors = JsonDocument.Parse(File.ReadAllText(SharedData.PathOrSkip($"vectors/merkle/{kind}.json")));
        int accepted = 0, refused = 0;
        foreach (JsonElement row in vectors.RootElement.GetProperty("rows").EnumerateArray())
        {
            bool right = verify(row);
            Assert.True(right != row.GetProperty("wantErr").GetBoolean(), row.GetProperty("file").GetString());
            if (right) accepted++;
            else refused++;
        }
        Assert.Equal((6, 92), (accepted, refused));
    }

    // Numbers up to 2^64 - 1: the upper half is negative here.
    private static long Number(JsonElement row, string name) => unchecked((long)row.GetProperty(name).GetUInt64());

    /// <summary>
    /// The hash; null where none is given, which no typed hash can be. Some rows have a word such as "don't care 2" for a root, where only
    /// equality matters: a word stands for its hash.
    /// </summary>
    private static TreeHash? Hash(JsonElement row, string name) => row.GetProperty(name).GetBytesFromBase64() switch
    {
        [] => null,
        { Length: TreeHash.Length } bytes => new TreeHash(bytes),
        byte[] word => new TreeHash(SHA256.HashData(word)),
    };

    // Garbage of no bytes stands for a hash too, so that the verifier has to notice that it is one too many.
    private static IEnumerable<TreeHash> Path(JsonElement row) => row.GetProperty("proof").ValueKind == JsonValueKind.Null ? []
        : row.GetProperty("proof").EnumerateArray().Select(text => TreeHash.TryParseBase64(text.GetString(), out TreeHash hash) ? hash : TreeHash.Empty);
}
