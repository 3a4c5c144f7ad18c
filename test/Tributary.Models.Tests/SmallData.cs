using Tributary.Tensors;

namespace Tributary.Models.Tests;

/// <summary>Data small enough to learn in a moment.</summary>
internal static class SmallData
{
    /// <summary>Images of 4 x 4 pixels: class c is bright in row c, dark elsewhere, with some noise.</summary>
    public static LabelledData Images(int count = 40, int classes = 3)
    {
        var random = new RandomStream(1);
        byte[] pixels = new byte[16 * count];
        for (int i = 0; i < pixels.Length; i++) pixels[i] = (byte)(random.NextInt(60) + (i % 16 / 4 == i / 16 % classes ? 190 : 0));
        return LabelledData.FromBytes([4, 4, 1], pixels, 1f / 255, [.. Enumerable.Range(0, count).Select(i => i % classes)], classes);
    }

    /// <summary>Rows of three columns, of which the first decides the class.</summary>
    public static LabelledData Rows(int count = 40)
    {
        var random = new RandomStream(2);
        float[] values = new float[3 * count];
        random.FillNormal(values);
        int[] labels = [.. Enumerable.Range(0, count).Select(i => values[3 * i] > 0 ? 1 : 0)];
        return LabelledData.FromColumns(["a", "b", "c"], values, labels, ["no", "yes"]);
    }

    /// <summary>One document of characters.</summary>
    public static TextData Text(string text)
    {
        Vocabulary vocabulary = Vocabulary.OfCharacters(text);
        int[] tokens = vocabulary.Encode(text);
        return new TextData(vocabulary, tokens, new TextDocument("text", 0, tokens.Length));
    }

    /// <summary>The first ten letters, so that a token is its place in the text.</summary>
    public static TextData Letters(int count = 10) => Text("abcdefghijklmnopqrstuvwxyz"[..count]);

    /// <summary>The model of <paramref name="architecture"/> for <paramref name="data"/>, always with the same first values.</summary>
    public static Model Build(IArchitecture architecture, Dataset data, int capacity) =>
        architecture.Build(DataShape.Of(data), capacity, new RandomStream(3));
}
