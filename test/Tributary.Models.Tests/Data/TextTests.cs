using System.IO.Compression;
using System.Text;
using Tributary.Tests;

namespace Tributary.Models.Tests;

public sealed class TextTests : IDisposable
{
    private const string Play = "ANN:\nHello.\nBye.\n\nBEN:\nGoodbye:\n\nno name here\n\nANN:\nOh";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static string Text(TextData data) => data.Tokenizer.Decode(data.Tokens);

    private static string[] Documents(TextData data) => [.. Enumerable.Range(0, data.Count).Select(i => data.Tokenizer.Decode(data.Document(i)))];

    [Fact]
    public void Divides_a_play_by_speaker()
    {
        TextData play = TextFile.Read(_folder.Write("play.txt", Play), TextKeys.Speaker);
        Assert.Equal(["ANN:\nHello.\nBye.\n\n", "BEN:\nGoodbye:\n\nno name here\n\n", "ANN:\nOh"], Documents(play));
        Assert.Equal(["ANN", "BEN", "ANN"], [play.Key(0), play.Key(1), play.Key(2)]);
        Assert.Equal(Play, Text(play));
    }

    [Fact]
    public void Takes_what_precedes_the_first_name_into_its_speech()
    {
        TextData play = TextFile.Read(_folder.Write("play.txt", "Title\n\nANN:\r\nHi\r\n\r\nBEN:\r\nHo"), TextKeys.Speaker);
        Assert.Equal(["Title\n\nANN:\r\nHi\r\n\r\n", "BEN:\r\nHo"], Documents(play));
    }

    [Fact]
    public void Refuses_a_play_without_speakers() =>
        Assert.Throws<DataException>(() => TextFile.Read(_folder.Write("play.txt", "prose\nonly:\n"), TextKeys.Speaker));

    [Fact]
    public void Divides_a_folder_by_file_in_order_of_names()
    {
        _folder.Write("b.txt", "bb");
        _folder.Write("a.txt", "a");
        _folder.Write("notes.md", "no");
        TextData texts = TextFile.Read(_folder.Path);
        Assert.Equal(["a", "b"], [texts.Key(0), texts.Key(1)]);
        Assert.Equal(["a", "bb"], Documents(texts));
        Assert.Equal("ab", ((Vocabulary)texts.Tokenizer).Characters);
    }

    [Fact]
    public void Shares_tokens_between_subsets()
    {
        TextData play = TextFile.Read(_folder.Write("play.txt", Play), TextKeys.Speaker);
        int[][] speakers = new ByKeyPartition().Split(play.PartitionInput, new(0));
        Assert.Equal("ANN:\nHello.\nBye.\n\nANN:\nOh", Text(play.Select(speakers[0])));
        Assert.Same(play.Tokenizer, play.Select(speakers[0]).Tokenizer);
        Assert.Throws<ArgumentOutOfRangeException>(() => play.Select([3]));
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void Cuts_a_text_at_a_token(double fraction)
    {
        TextData play = TextFile.Read(_folder.Write("play.txt", Play), TextKeys.Speaker);
        (TextData first, TextData second) = play.Cut(fraction);
        Assert.Equal((int)(play.TokenCount * fraction), first.TokenCount);
        Assert.Equal(Play, Text(first) + Text(second));
        Assert.Throws<DataException>(() => play.Cut(0));
        Assert.Throws<DataException>(() => play.Cut(1));
    }

    [Fact]
    public void Numbers_characters_by_code_point()
    {
        var vocabulary = Vocabulary.OfCharacters("béa😀a\n");
        Assert.Equal("\nabé😀", vocabulary.Characters);
        Assert.Equal([4, 1, 0], vocabulary.Encode("😀a\n"));
        Assert.Equal("é😀", vocabulary.Decode([3, 4]));
        Assert.Equal(vocabulary.Characters, Vocabulary.OfCharacters(vocabulary.Characters).Characters);
        Assert.Throws<ArgumentOutOfRangeException>(() => vocabulary.Decode([5]));
    }

    [Fact]
    public void Bytes_know_every_text()
    {
        Assert.Equal(256, Vocabulary.Bytes.VocabularySize);
        Assert.Equal([0xC3, 0xA9], Vocabulary.Bytes.Encode("é"));
        Assert.Equal("naïve 😀", Vocabulary.Bytes.Decode(Vocabulary.Bytes.Encode("naïve 😀")));
        Assert.Equal("\uFFFD", Vocabulary.Bytes.Decode([0xFF]));
    }

    [Fact]
    public void Refuses_an_unknown_character_with_its_place()
    {
        string path = _folder.Write("a.txt", "ab\nac");
        string message = Assert.Throws<DataException>(() => TextFile.Read(path, tokenizer: Vocabulary.OfCharacters("ab\n"))).Message;
        Assert.Contains(path, message, StringComparison.Ordinal);
        Assert.Contains("Line 2, column 2: the character 'c' (U+0063)", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_text_that_is_not_utf8()
    {
        string path = _folder.Write("a.txt", Encoding.Latin1.GetBytes("caf\u00e9 au lait"));
        Assert.Contains("byte 3", Assert.Throws<DataException>(() => TextFile.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_truncated_gzip()
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionMode.Compress)) zip.Write(Encoding.UTF8.GetBytes(Play));
        byte[] whole = packed.ToArray();
        Assert.Equal(Play, Text(TextFile.Read(_folder.Write("whole.txt.gz", whole))));
        for (int length = 1; length < whole.Length; length++)
        {
            string part = _folder.Write("part.txt.gz", whole[..length]);
            Assert.Contains(part, Assert.Throws<DataException>(() => TextFile.Read(part)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Refuses_nothing_to_read()
    {
        Assert.Contains("is empty", Assert.Throws<DataException>(() => TextFile.Read(_folder.Write("a.md", ""))).Message, StringComparison.Ordinal);
        Assert.Contains("no .txt", Assert.Throws<DataException>(() => TextFile.Read(_folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_documents_outside_the_text()
    {
        foreach ((int start, int length) in ((int, int)[])[(0, 0), (-1, 1), (1, 2), (int.MaxValue, 1)])
            Assert.Throws<DataException>(() => new TextData(Vocabulary.Bytes, [1, 2], new TextDocument("k", start, length)));
        Assert.Throws<DataException>(() => new TextData(Vocabulary.Bytes, [256], new TextDocument("k", 0, 1)));
    }
}
