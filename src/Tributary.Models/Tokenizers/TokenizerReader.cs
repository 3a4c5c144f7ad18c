using System.Text.Json;

namespace Tributary.Models;

/// <summary>Reads a <c>tokenizer.json</c>, and refuses what would be done differently here.</summary>
internal static class TokenizerReader
{
    /// <summary>The members that are kept as they were read, in the order in which they are written.</summary>
    private static readonly string[] _sections = ["normalizer", "pre_tokenizer", "post_processor", "decoder"];

    // Far above every tokenizer there is; below it no number in a file can make a large table of nothing.
    private const int MostTokens = 4_000_000;

    /// <summary>Reads a tokenizer.</summary>
    /// <exception cref="TokenizerException">It is broken, or asks for something that this version does not do.</exception>
    public static BpeTokenizer Read(string json, string name)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return Read(new TokenizerJson(document.RootElement, "$"));
        }
        catch (JsonException e)
        {
            throw new TokenizerException($"'{name}' is no JSON, or not all of it: {e.Message} Fetch or write it again.", e);
        }
        catch (TokenizerException e)
        {
            throw new TokenizerException($"'{name}': {e.Message}", e) { IsUnsupported = e.IsUnsupported };
        }
    }

    private static BpeTokenizer Read(TokenizerJson root)
    {
        root.Only("version", "truncation", "padding", "added_tokens", "normalizer", "pre_tokenizer", "post_processor", "decoder", "model");
        foreach (string cut in (string[])["truncation", "padding"])
            if (!root[cut].IsNull) throw root[cut].Unsupported("is not null, and text is neither cut nor filled up here");
        BpeModel model = ReadModel(root["model"]);
        IReadOnlyList<AddedToken> added = ReadAdded(root["added_tokens"], model);
        return Make(model, added, name => root[name]);
    }

    /// <summary>Puts a tokenizer together.</summary>
    /// <param name="model">The encoding of words.</param>
    /// <param name="added">Tokens that are looked for first.</param>
    /// <param name="section">The parts of the file that say what happens before and after.</param>
    public static BpeTokenizer Make(BpeModel model, IReadOnlyList<AddedToken> added, Func<string, TokenizerJson> section)
    {
        if (model.Ids.Count + added.Count == 0)
            throw new TokenizerException("The tokenizer has no tokens, so that no text can be encoded. Fetch or write it again.");
        int size = model.Ids.Values.Concat(added.Select(token => token.Id)).Max() + 1;
        (int[] before, int[] behind) = PostProcessorReader.Read(section("post_processor"), size);
        return new BpeTokenizer(new TokenizerParts
        {
            Model = model,
            Added = added,
            Normalize = NormalizerReader.Read(section("normalizer")),
            Divide = PreTokenizerReader.Read(section("pre_tokenizer")),
            Before = before,
            Behind = behind,
            Decode = DecoderReader.Read(section("decoder")),
            Sections = [.. _sections.Select(name => (name, section(name).Kept()))],
        });
    }

    private static BpeModel ReadModel(TokenizerJson json)
    {
        if (json["type"].TextOr("BPE") is not "BPE" and var type)
            throw json.Unsupported($"is of the type '{type}', and this version knows 'BPE'");
        json.Only("type", "dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix", "fuse_unk", "byte_fallback",
            "ignore_merges", "vocab", "merges");
        TokenizerJson dropout = json["dropout"];
        if (!dropout.IsNull && !(dropout.Element.ValueKind == JsonValueKind.Number && dropout.Element.GetDouble() == 0))
            throw dropout.Unsupported("leaves merges out at random");
        foreach (string affix in (string[])["continuing_subword_prefix", "end_of_word_suffix"])
            if (json[affix].TextOr("") != "") throw json[affix].Unsupported("marks parts of words, which this version does not do");
        return new BpeModel(ReadVocabulary(json["vocab"]), [.. json["merges"].Items().Select(ReadMerge)], new BpeOptions
        {
            Unknown = json["unk_token"].TextOr(null),
            FuseUnknown = json["fuse_unk"].Flag(false),
            ByteFallback = json["byte_fallback"].Flag(false),
            IgnoreMerges = json["ignore_merges"].Flag(false),
        });
    }

    /// <summary>Reads tokens with their numbers.</summary>
    public static Dictionary<string, int> ReadVocabulary(TokenizerJson json)
    {
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        var taken = new Dictionary<int, string>();
        foreach ((string token, TokenizerJson value) in json.Members())
        {
            int id = value.Whole();
            if (id >= MostTokens) throw value.Unsupported($"has the number {id} for '{token}', and {MostTokens} tokens are possible");
            if (!taken.TryAdd(id, token))
                throw new TokenizerException($"'{taken[id]}' and '{token}' are both the token {id}. Give each a number of its own.");
            if (!ids.TryAdd(token, id))
                throw new TokenizerException($"The token '{token}' stands twice in the vocabulary. Remove one of the two.");
        }
        return ids;
    }

    private static (string Left, string Right) ReadMerge(TokenizerJson json)
    {
        if (json.Element.ValueKind == JsonValueKind.String)
            return json.Text.Split(' ') is [var left, var right] ? (left, right) : throw json.Wrong("two tokens with a space between them");
        string[] tokens = [.. json.Items().Select(item => item.Text)];
        return tokens is [var first, var second] ? (first, second) : throw json.Wrong("two tokens");
    }

    private static List<AddedToken> ReadAdded(TokenizerJson json, BpeModel model)
    {
        var added = new List<AddedToken>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        if (json.IsNull) return added;
        HashSet<int> taken = [.. model.Ids.Values];
        int next = model.Ids.Count; // numbers are given in the order of the list, as the library gives them
        foreach (TokenizerJson item in json.Items())
        {
            item.Only("id", "content", "single_word", "lstrip", "rstrip", "normalized", "special");
            string content = item["content"].Text;
            int id = item["id"].Whole();
            if (content.Length == 0) throw item["content"].Wrong("a text that is not empty");
            if (!known.Add(content)) throw new TokenizerException($"The added token '{content}' stands twice. Remove one of the two.");
            if (item["single_word"].Flag(false))
                throw item["single_word"].Unsupported("asks for whole words only, which this version does not do");
            bool isKnown = model.Ids.TryGetValue(content, out int own);
            int expected = isKnown ? own : next++;
            if (id != expected)
                throw new TokenizerException($"The added token '{content}' has the number {id}, but by its place it is {expected}. "
                    + "Programs would disagree about it: number added tokens from the vocabulary's size on.");
            if (!isKnown && taken.Contains(id))
                throw new TokenizerException($"The added token '{content}' has the number {id}, which is another token's. "
                    + "Close the gaps between the vocabulary's numbers.");
            bool special = item["special"].Flag(false);
            added.Add(new AddedToken(id, content)
            {
                Special = special,
                LeftStrip = item["lstrip"].Flag(false),
                RightStrip = item["rstrip"].Flag(false),
                Normalized = item["normalized"].Flag(!special),
            });
        }
        return added;
    }
}
