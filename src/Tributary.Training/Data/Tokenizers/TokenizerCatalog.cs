using Tributary.Core;
using Tributary.Models;

namespace Tributary.Training;

/// <summary>The tokenizers that the data part of a job may name.</summary>
public static class TokenizerCatalog
{
    /// <summary>The member of a data part that names a tokenizer.</summary>
    public const string Member = "tokenizer";

    /// <summary>The names.</summary>
    public static Registry<ITokenizerSource> Tokenizers { get; } = new Registry<ITokenizerSource>("tokenizer")
        .Add("characters", "A token for each character that occurs in the text.", TrainingJson.Default.CharacterTokens,
            new CharacterTokens())
        .Add("bytes", "The 256 bytes of UTF-8.", TrainingJson.Default.ByteTokens, new ByteTokens())
        .Add("bpe", "Byte-level byte-pair encoding, learnt from the training text of all sites: in simulations only.",
            TrainingJson.Default.LearntTokens, new LearntTokens { Size = 1024 })
        .Add("file", "A tokenizer.json, or the files of GPT-2.", TrainingJson.Default.TokenizerFile, new TokenizerFile { Path = "" });

    /// <summary>What a part names; characters where there is none.</summary>
    /// <param name="part">From a data part whose check found nothing, or null.</param>
    /// <exception cref="DataException">It names nothing.</exception>
    public static ITokenizerSource Find(Part? part)
    {
        if (part is null) return new CharacterTokens();
        var problems = new List<Problem>();
        return Tokenizers.Resolve(part, Member, problems) ?? throw new DataException(problems[0].Message);
    }

    /// <summary>What is wrong with a part.</summary>
    /// <param name="part">A part, or null.</param>
    /// <param name="path">The path of the data part that it belongs to.</param>
    public static IEnumerable<Problem> Check(Part? part, string path)
    {
        var problems = new List<Problem>();
        if (part is not null) Tokenizers.Resolve(part, $"{path}.{Member}", problems);
        return problems;
    }
}
