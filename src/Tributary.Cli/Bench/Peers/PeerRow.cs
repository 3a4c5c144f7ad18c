using System.Text.Json.Nodes;

namespace Tributary.Cli;

/// <summary>What a peer's turns came to, as part of a result.</summary>
internal static class PeerRow
{
    /// <summary>Adds <c>peer</c>, <c>ratio</c> and <c>pairedRatio</c> to a result.</summary>
    public static void AddTo(JsonObject result, PeerProcess peer, string? layout, Paired turns)
    {
        var description = new JsonObject { ["name"] = peer.Name, ["setting"] = peer.Setting.Name };
        if (layout is not null) description["layout"] = layout;
        description["milliseconds"] = Spread.Of(turns.Theirs).ToJson();
        result["peer"] = description;
        result["ratio"] = turns.Ratio;
        result["pairedRatio"] = turns.PairedRatio;
    }

    /// <summary>The same for a table: milliseconds, both ratios, and what the peer ran under; empty cells without a peer.</summary>
    public static IReadOnlyList<string> Cells(PeerProcess? peer, string? layout, Paired turns) => peer is null
        ? ["", "", "", ""]
        : [Columns.Milliseconds(Spread.Of(turns.Theirs).Median), $"{turns.Ratio:0.00}", $"{turns.PairedRatio:0.00}",
            layout is null ? peer.Setting.Name : $"{layout}, {peer.Setting.Name}"];
}
