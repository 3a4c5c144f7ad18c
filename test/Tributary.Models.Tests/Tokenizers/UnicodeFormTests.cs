using System.IO.Compression;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tributary.Tensors;
using Tributary.Tests;

namespace Tributary.Models.Tests.Tokenizers;

/// <summary>The normalization forms, beside Python's.</summary>
public sealed class UnicodeFormTests
{
    private const string Script = """
        import json, sys, unicodedata
        sys.stdout.reconfigure(encoding='ascii')
        json.dump([[unicodedata.normalize(form, text) for form in ('NFC', 'NFD', 'NFKC', 'NFKD')] for text in json.load(sys.stdin)], sys.stdout)
        """;

    private static readonly JsonSerializerOptions _ascii = new() { Encoder = JavaScriptEncoder.Default };

    /// <summary>Every character with a mark behind it, and runs of letters, marks and Hangul by chance.</summary>
    private static string[] Texts()
    {
        var random = new RandomStream(40);
        IEnumerable<string> all = Enumerable.Range(0, 0x30000).Where(Rune.IsValid)
            .Select(value => new Rune(value).ToString()).Chunk(64).Select(characters => string.Join("\u0301", characters));
        IEnumerable<string> runs = Enumerable.Range(0, 3000).Select(_ => string.Concat(Enumerable.Range(0, 1 + random.NextInt(8)).Select(_ =>
            (char)(random.NextInt(6) switch
            {
                0 => 0x41 + random.NextInt(0x200),
                1 => 0x1100 + random.NextInt(0x100),
                2 => 0xAC00 + random.NextInt(0x400),
                3 => 0x900 + random.NextInt(0x500),
                _ => 0x300 + random.NextInt(0x70),
            }))));
        return [.. all, .. runs];
    }

    [Fact]
    public void Agree_with_Python_on_every_character_and_on_runs_of_marks()
    {
        Python.RequireModule("unicodedata", "python3");
        string[] texts = Texts();
        JsonArray request = [.. texts.Select(text => (JsonNode)text)];
        JsonArray answer = JsonNode.Parse(Python.Run(["-c", Script], request.ToJsonString(_ascii)))!.AsArray();
        for (int i = 0; i < texts.Length; i++)
        {
            string[] forms = [.. answer[i]!.AsArray().Select(form => (string)form!)];
            Assert.Equal(forms[0], UnicodeForm.C.Normalize(texts[i]));
            Assert.Equal(forms[1], UnicodeForm.D.Normalize(texts[i]));
            Assert.Equal(forms[2], UnicodeForm.KC.Normalize(texts[i]));
            Assert.Equal(forms[3], UnicodeForm.KD.Normalize(texts[i]));
        }
    }

    [Fact]
    public void Known_cases()
    {
        Assert.Equal("\u00E9", UnicodeForm.C.Normalize("e\u0301"));
        Assert.Equal("e\u0301", UnicodeForm.D.Normalize("\u00E9"));
        Assert.Equal("\uD55C", UnicodeForm.C.Normalize("\u1112\u1161\u11AB"));
        Assert.Equal("\u1112\u1161\u11AB", UnicodeForm.D.Normalize("\uD55C"));
        Assert.Equal("fi", UnicodeForm.KC.Normalize("\uFB01"));
        Assert.Equal("\u0915\u093C", UnicodeForm.C.Normalize("\u0958")); // excluded from composition
        Assert.Equal("\u1E69", UnicodeForm.C.Normalize("s\u0307\u0323")); // marks are put in order first
    }

    [Fact]
    public void The_table_is_what_its_script_writes()
    {
        Python.RequireModule("unicodedata", "python3");
        using Stream packed = typeof(UnicodeForm).Assembly.GetManifestResourceStream("normalization.txt.gz")!;
        using var reader = new StreamReader(new GZipStream(packed, CompressionMode.Decompress));
        string table = reader.ReadToEnd(), version = table[..table.IndexOf('\n', StringComparison.Ordinal)];
        string written = Python.Run([Path.Combine(AppContext.BaseDirectory, "Tokenizers", "normalization.py"), "--print"]);
        Assert.SkipUnless(written.StartsWith(version, StringComparison.Ordinal), $"Python has another version of Unicode than {version[2..]}.");
        Assert.Equal(table, written);
    }
}
