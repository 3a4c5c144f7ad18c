using System.Text.Json.Serialization;

namespace Tributary.Models;

/// <summary>What a model must know of data before it has seen any; stored beside its parameters, so that it can be used alone.</summary>
public sealed record DataShape
{
    /// <summary>The extents of one example's features, such as 28, 28, 1; empty for text.</summary>
    public required IReadOnlyList<int> Features { get; init; }

    /// <summary>The names of the features, where the data has them.</summary>
    public IReadOnlyList<string>? FeatureNames { get; init; }

    /// <summary>The number of classes; zero where examples have none.</summary>
    public int Classes { get; init; }

    /// <summary>The names of the classes, where the data has them.</summary>
    public IReadOnlyList<string>? ClassNames { get; init; }

    /// <summary>The number of tokens of a text's vocabulary; zero where the data is no text.</summary>
    public int VocabularySize { get; init; }

    /// <summary>The characters of the vocabulary in order of their tokens; empty where tokens are none.</summary>
    public required string Characters { get; init; }

    /// <summary>
    /// The tokenizer by byte-pair encoding, or null where tokens are characters or bytes. It stands beside the shape in files: a
    /// <c>tokenizer.json</c> of its own.
    /// </summary>
    [JsonIgnore]
    public BpeTokenizer? Bpe { get; init; }

    /// <summary>Whether the model brings features to mean zero and variance one by statistics that it carries.</summary>
    public bool Normalize { get; init; }

    /// <summary>The columns of whole rows, for models that generate them; null where examples are features and a class.</summary>
    public TableShape? Table { get; init; }

    /// <summary>The number of features of one example.</summary>
    public int FeatureCount => Features.Aggregate(1, (count, extent) => count * extent);

    /// <summary>The shape of <paramref name="data"/>.</summary>
    public static DataShape Of(Dataset data, bool normalize = false) => data switch
    {
        LabelledData labelled => new DataShape
        {
            Features = labelled.FeatureShape.Extents.ToArray(),
            Characters = "",
            FeatureNames = labelled.FeatureNames,
            Classes = labelled.ClassCount,
            ClassNames = labelled.ClassNames,
            Normalize = normalize,
        },
        TableData table => new DataShape
        {
            Features = [table.Shape.Columns.Count],
            Characters = "",
            Table = table.Shape,
        },
        TextData text => new DataShape
        {
            Features = [],
            VocabularySize = text.Tokenizer.VocabularySize,
            Characters = (text.Tokenizer as Vocabulary)?.Characters ?? "",
            Bpe = text.Tokenizer as BpeTokenizer,
        },
        _ => throw new ArgumentException($"Unknown kind of data: {data.GetType().Name}.", nameof(data)),
    };

    /// <summary>Whether a model for <paramref name="other"/> can read examples of this shape and means the same by its classes.</summary>
    public bool Fits(DataShape other) =>
        Features.SequenceEqual(other.Features) && Classes == other.Classes && VocabularySize == other.VocabularySize
            && Characters == other.Characters && Bpe?.ToJson() == other.Bpe?.ToJson()
        && (Table is null ? other.Table is null : other.Table is { } rows && Table.Fits(rows))
        && (ClassNames is null || other.ClassNames is null || ClassNames.SequenceEqual(other.ClassNames));

    /// <summary>What turns text into tokens and back.</summary>
    public ITokenizer Tokenizer() => Bpe ?? (ITokenizer)(Characters.Length == 0 ? Vocabulary.Bytes : Vocabulary.OfCharacters(Characters));
}
