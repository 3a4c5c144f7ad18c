using System.Text.Json;

namespace Tributary.Models;

/// <summary>What a tokenizer is made of.</summary>
internal sealed record TokenizerParts
{
    /// <summary>The encoding of words.</summary>
    public required BpeModel Model { get; init; }

    /// <summary>Tokens that are looked for first, in order of their numbers.</summary>
    public required IReadOnlyList<AddedToken> Added { get; init; }

    /// <summary>What is done to text first.</summary>
    public required Func<string, string> Normalize { get; init; }

    /// <summary>What divides text into words.</summary>
    public required PreTokenizerReader.Division Divide { get; init; }

    /// <summary>The tokens before a text.</summary>
    public required int[] Before { get; init; }

    /// <summary>The tokens behind a text.</summary>
    public required int[] Behind { get; init; }

    /// <summary>What makes UTF-8 of tokens' texts.</summary>
    public required Func<List<string>, byte[]> Decode { get; init; }

    /// <summary>The members of the file that are written as they were read, by name.</summary>
    public required IReadOnlyList<(string Name, JsonElement Value)> Sections { get; init; }
}
