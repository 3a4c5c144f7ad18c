using System.Text.Json.Nodes;

namespace Tributary.Cli;

/// <summary>One claim about a round, and whether it holds.</summary>
/// <param name="Claim">What is claimed.</param>
/// <param name="Holds">Whether it does; null where it was not checked.</param>
/// <param name="Text">What was found, or what is missing.</param>
internal sealed record Finding(string Claim, bool? Holds, string Text)
{
    /// <summary>For a terminal.</summary>
    public override string ToString() => $"{Claim,-10} {Word,-12} {Text}";

    /// <summary>For programs.</summary>
    public JsonObject ToJson() => new() { ["claim"] = Claim, ["verdict"] = Word.Replace(' ', '-'), ["text"] = Text };

    private string Word => Holds switch { true => "holds", false => "fails", null => "not checked" };
}
