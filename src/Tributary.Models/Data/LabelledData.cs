using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>Examples with features and a class each; a view of shared storage, so that subsets cost one number an example.</summary>
public sealed class LabelledData : Dataset
{
    private readonly IFeatures _features;
    private readonly int[] _labels;
    private readonly string[]? _keys;
    private readonly int[] _rows;

    private LabelledData(Shape featureShape, IFeatures features, int[] labels, string[]? keys, int[] rows)
    {
        FeatureShape = featureShape;
        _features = features;
        _labels = labels;
        _keys = keys;
        _rows = rows;
    }

    /// <summary>The extents of one example, such as (28, 28, 1) or (13).</summary>
    public Shape FeatureShape { get; }

    /// <summary>The number of classes, also of those without examples here.</summary>
    public int ClassCount { get; private init; }

    /// <summary>The names of the classes by label; null where the source has none.</summary>
    public IReadOnlyList<string>? ClassNames { get; private init; }

    /// <summary>The names of the features; null where the source has none.</summary>
    public IReadOnlyList<string>? FeatureNames { get; private init; }

    /// <inheritdoc/>
    public override int Count => _rows.Length;

    /// <inheritdoc/>
    public override PartitionInput PartitionInput => new()
    {
        Count = Count,
        ClassCount = ClassCount,
        Labels = [.. _rows.Select(row => _labels[row])],
        Keys = _keys is null ? null : [.. _rows.Select(row => _keys[row])],
    };

    /// <summary>Examples whose features are bytes at the source; a feature is its byte times <paramref name="scale"/>.</summary>
    /// <param name="featureShape">The extents of one example.</param>
    /// <param name="values">One example after another; kept, not copied.</param>
    /// <param name="scale">1/255 for pixels in [0, 1].</param>
    /// <param name="labels">One class an example, from 0; kept, not copied.</param>
    /// <param name="classCount">Above every label.</param>
    /// <param name="classNames">Optionally one name a class.</param>
    /// <exception cref="DataException">Numbers of values and labels do not agree, or a label is not below the class count.</exception>
    public static LabelledData FromBytes(
        Shape featureShape, ReadOnlyMemory<byte> values, float scale, int[] labels, int classCount,
        IReadOnlyList<string>? classNames = null)
    {
        Check(featureShape, values.Length, labels, classCount);
        return new LabelledData(
            featureShape, new ByteFeatures(values, featureShape.Count, scale), labels, keys: null, Everything(labels.Length))
        {
            ClassCount = classCount,
            ClassNames = classNames,
        };
    }

    /// <summary>Examples of one row of named columns each.</summary>
    /// <param name="featureNames">One name a feature.</param>
    /// <param name="values">One example after another; kept, not copied.</param>
    /// <param name="labels">One class an example, from 0; kept, not copied.</param>
    /// <param name="classNames">One name a class.</param>
    /// <param name="keys">Optionally what each example belongs to, such as a hospital.</param>
    /// <exception cref="DataException">Numbers of values, labels and keys do not agree, or a label has no class.</exception>
    public static LabelledData FromColumns(
        IReadOnlyList<string> featureNames, float[] values, int[] labels, IReadOnlyList<string> classNames, string[]? keys = null)
    {
        Shape shape = [featureNames.Count];
        Check(shape, values.Length, labels, classNames.Count);
        if (keys is not null && keys.Length != labels.Length)
            throw new DataException($"There are {keys.Length} keys for {labels.Length} examples. Give each example one.");
        return new LabelledData(shape, new FloatFeatures(values, shape.Count), labels, keys, Everything(labels.Length))
        {
            ClassCount = classNames.Count,
            ClassNames = classNames,
            FeatureNames = featureNames,
        };
    }

    /// <summary>The examples of several views of one storage, one view after another.</summary>
    /// <exception cref="ArgumentException">There is no view, or they are of different storage.</exception>
    public static LabelledData Concat(IReadOnlyList<LabelledData> parts)
    {
        if (parts is [] || parts.Any(part => part._labels != parts[0]._labels))
            throw new ArgumentException("Only views of the same storage can be put together.", nameof(parts));
        return parts[0].View(parts[0]._features, [.. parts.SelectMany(part => part._rows)]);
    }

    /// <summary>These examples and then others of the same features and classes, which may be stored elsewhere.</summary>
    /// <exception cref="ArgumentException">The others have other features or classes.</exception>
    public LabelledData With(LabelledData others)
    {
        if (others.FeatureShape != FeatureShape || others.ClassCount != ClassCount)
            throw new ArgumentException("Only examples of the same features and classes can be put together.", nameof(others));
        string[]? keys = _keys is null ? null : [.. _keys, .. others._keys ?? new string[others._labels.Length]];
        int[] rows = [.. _rows, .. others._rows.Select(row => _features.Count + row)];
        return new LabelledData(FeatureShape, new JoinedFeatures(_features, others._features), [.. _labels, .. others._labels], keys, rows)
        {
            ClassCount = ClassCount,
            ClassNames = ClassNames,
            FeatureNames = FeatureNames,
        };
    }

    /// <summary>The class of an example, from 0.</summary>
    public int Label(int example) => _labels[_rows[example]];

    /// <summary>What an example belongs to, such as a hospital; null where the source says nothing.</summary>
    public string? Key(int example) => _keys?[_rows[example]];

    /// <summary>Writes the features of an example, innermost extent fastest.</summary>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is shorter than an example.</exception>
    public void CopyFeatures(int example, Span<float> destination) => _features.Copy(_rows[example], destination);

    /// <inheritdoc/>
    public override LabelledData Select(ReadOnlySpan<int> places) => View(_features, Compose(_rows, places));

    private LabelledData View(IFeatures features, int[] rows) => new(FeatureShape, features, _labels, _keys, rows)
    {
        ClassCount = ClassCount,
        ClassNames = ClassNames,
        FeatureNames = FeatureNames,
    };

    private static int[] Everything(int count) => [.. Enumerable.Range(0, count)];

    private static void Check(Shape shape, int values, int[] labels, int classCount)
    {
        if (values != (long)shape.Count * labels.Length)
            throw new DataException(
                $"{labels.Length} labels and features of shape {shape} need {(long)shape.Count * labels.Length} values, got {values}.");
        int wrong = Array.FindIndex(labels, label => label < 0 || label >= classCount);
        if (wrong >= 0)
            throw new DataException(
                $"Example {wrong} has label {labels[wrong]}, but labels run from 0 to {classCount - 1}. "
                + "Correct the label or the number of classes.");
    }
}
