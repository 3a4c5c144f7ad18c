using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Tributary.Core;
using Tributary.Models;
using Tributary.Tests;

namespace Tributary.Training.Tests;

/// <summary>Sources as a job names them, with files that a user might have.</summary>
public sealed class DataSourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TrainingCatalog _catalog = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Loads the part; file names in it are of the test's folder.</summary>
    private DataSplit Load(string json)
    {
        string part = json.Replace("~", _folder.Path.Replace("\\", "/", StringComparison.Ordinal), StringComparison.Ordinal);
        var problems = new List<Problem>();
        IDataSource? source = _catalog.Data.Resolve(JsonSerializer.Deserialize(part, CoreJson.Default.Part)!, "$.data", problems);
        Assert.Empty(problems);
        return source!.Load(new DataFolder(_folder.Path));
    }

    private string Refusal(string json) => Assert.Throws<DataException>(() => Load(json)).Message;

    private static byte[] Gzip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionMode.Compress)) zip.Write(content);
        return packed.ToArray();
    }

    private void WriteImages(string images, string labels, params byte[] classes)
    {
        byte count = (byte)classes.Length;
        byte[] pixels = [0, 0, 8, 3, 0, 0, 0, count, 0, 0, 0, 2, 0, 0, 0, 2, .. Enumerable.Range(0, 4 * count).Select(i => (byte)i)];
        _folder.Write(images, images.EndsWith(".gz", StringComparison.Ordinal) ? Gzip(pixels) : pixels);
        _folder.Write(labels, [0, 0, 8, 1, 0, 0, 0, count, .. classes]);
    }

    [Fact]
    public void Reads_images_with_and_without_a_test_part()
    {
        WriteImages("a.gz", "b", 0, 1, 2);
        WriteImages("c", "d", 2, 1);
        DataSplit alone = Load("""{ "use": "idx", "images": "~/a.gz", "labels": "~/b" }""");
        Assert.Equal(3, alone.Train.Count);
        Assert.Null(alone.Test);
        DataSplit both = Load("""{ "use": "idx", "images": "~/a.gz", "labels": "~/b", "testImages": "~/c", "testLabels": "~/d" }""");
        Assert.Equal(2, both.Test!.Count);
        Assert.Equal(2, ((LabelledData)both.Test).Label(0));
        string half = Refusal("""{ "use": "idx", "images": "~/a.gz", "labels": "~/b", "testImages": "~/c" }""");
        Assert.Contains("belong together", half, StringComparison.Ordinal);
    }

    [Fact]
    public void Reads_a_table_with_its_options()
    {
        _folder.Write("t.csv", "age;sex;city;sick\n30;1;A;no\n40;2;B;yes\n?;1;B;no\n50;1;A;yes\n");
        var data = (LabelledData)Load("""
            { "use": "csv", "path": "~/t.csv", "label": "sick", "delimiter": ";", "key": "city", "drop": ["city"], "categorical": ["sex"],
              "dropFirstLevel": true, "missing": "drop-row" }
            """).Train;
        Assert.Equal(3, data.Count);
        Assert.Equal(2, data.FeatureShape.Count); // age, and whether sex is 2
        Assert.Equal(["no", "yes"], data.ClassNames);
        Assert.Equal(["A", "B", "A"], Enumerable.Range(0, 3).Select(data.Key));
    }

    [Fact]
    public void A_test_table_is_coded_like_the_training_table()
    {
        _folder.Write("train.csv", "colour,y\nred,0\nblue,1\n");
        _folder.Write("test.csv", "colour,y\nblue,1\n");
        DataSplit split = Load("""{ "use": "csv", "path": "~/train.csv", "testPath": "~/test.csv", "label": "y" }""");
        float[] trained = new float[2], tested = new float[2];
        ((LabelledData)split.Train).CopyFeatures(1, trained);
        ((LabelledData)split.Test!).CopyFeatures(0, tested);
        Assert.Equal(trained, tested);
        Assert.Equal(1, ((LabelledData)split.Test).Label(0));
    }

    [Fact]
    public void Reads_text_by_character_or_byte_and_keeps_the_end_for_testing()
    {
        _folder.Write("t.txt", new string('a', 80) + new string('b', 20));
        DataSplit split = Load("""{ "use": "text", "path": "~/t.txt", "validation": 0.2 }""");
        Assert.Equal(80, ((TextData)split.Train).TokenCount);
        Assert.Equal(Enumerable.Repeat(1, 20), ((TextData)split.Test!).Tokens.ToArray());
        Assert.Equal(2, ((TextData)split.Train).Tokenizer.VocabularySize);
        Assert.Equal(90, ((TextData)Load("""{ "use": "text", "path": "~/t.txt", "bytes": true }""").Train).TokenCount);
        Assert.Equal(256, ((TextData)Load("""{ "use": "text", "path": "~/t.txt", "bytes": true }""").Train).Tokenizer.VocabularySize);
    }

    [Fact]
    public void Reads_a_folder_of_texts_by_file_or_by_speaker()
    {
        _folder.Write("texts/one.txt", "ANNA:\nHello.\n\nBEN:\nHello, Anna.\n\nANNA:\nGood day to you, Ben!\n");
        _folder.Write("texts/two.txt", "BEN:\nAnd good night to all of you.\n");
        var files = (TextData)Load("""{ "use": "text", "path": "~/texts", "validation": 0.01 }""").Train;
        Assert.Equal(["one", "two"], Enumerable.Range(0, files.Count).Select(files.Key));
        var speakers = (TextData)Load("""{ "use": "text", "path": "~/texts", "by": "speaker", "validation": 0.01 }""").Train;
        Assert.Equal(["ANNA", "BEN", "ANNA", "BEN"], Enumerable.Range(0, speakers.Count).Select(speakers.Key));
    }

    [Fact]
    public void Reads_sets_by_name()
    {
        Assert.Equal(1797, Load("""{ "use": "digits" }""").Train.Count);
        Assert.Equal(569, Load("""{ "use": "breast-cancer" }""").Train.Count);
        Assert.Contains("mnist", Refusal("""{ "use": "mnist" }"""), StringComparison.Ordinal);
    }

    [Fact]
    public void Shakespeare_keeps_his_last_tenth_for_testing()
    {
        string data = SharedData.PathOrSkip("data");
        DataSplit split = new ShakespeareSource().Load(new DataFolder(data));
        var (train, test) = ((TextData)split.Train, (TextData)split.Test!);
        Assert.Equal(1_115_394, train.TokenCount + test.TokenCount);
        Assert.Equal(1_003_854, train.TokenCount);
        Assert.Equal(65, train.Tokenizer.VocabularySize);
    }

    [Theory]
    [InlineData("""{ "use": "text", "path": "~/nothing.txt" }""")]
    [InlineData("""{ "use": "text", "path": "" }""")]
    [InlineData("""{ "use": "csv", "path": "~", "label": "y" }""")]
    [InlineData("""{ "use": "csv", "path": "a\u0000b", "label": "y" }""")]
    [InlineData("""{ "use": "idx", "images": "", "labels": "" }""")]
    public void A_file_that_cannot_be_read_is_named(string json) => Assert.NotEmpty(Refusal(json));

    [Fact]
    public void Wrong_bytes_are_not_read_as_text()
    {
        _folder.Write("t.txt", Encoding.Latin1.GetBytes("Caf\u00e9 au lait"));
        Assert.Contains("UTF-8", Refusal("""{ "use": "text", "path": "~/t.txt" }"""), StringComparison.Ordinal);
    }
}
