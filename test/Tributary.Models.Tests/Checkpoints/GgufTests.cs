using System.Text.Json;
using Tributary.Tensors;
using Tributary.Tests;

namespace Tributary.Models.Tests;

/// <summary>GGUF files, read back by Hugging Face's own reader.</summary>
public sealed class GgufTests : IDisposable
{
    private const string Package = "@huggingface/gguf", Script = """
        import { gguf } from "@huggingface/gguf";
        const { metadata, tensorInfos, tensorDataOffset } = await gguf(process.argv[2], { allowLocalFile: true });
        const plain = (_, value) => typeof value === "bigint" ? Number(value) : value;
        console.log(JSON.stringify({ metadata, tensorInfos, tensorDataOffset }, plain));
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static Gpt Llama { get; } = new()
    {
        Layers = 1,
        Heads = 4,
        KeyValueHeads = 2,
        Width = 32,
        Hidden = 64,
        Context = 8,
        Positions = GptPositions.Rotary,
        RotaryBase = 500_000,
        Norm = GptNorm.Rms,
        Activation = GptActivation.Swiglu,
        Bias = false,
        Tied = false,
        Vocabulary = 30,
    };

    private string Write(Gpt gpt, DataShape data, WeightFormat format)
    {
        string path = Path.Combine(_folder.Path, "model.gguf");
        ParameterSet parameters = gpt.Build(data, 1, new RandomStream(1)).Parameters.ToSet();
        GgufExport.Write(path, "a test", gpt, parameters, data, format);
        return path;
    }

    [Fact]
    public void The_reader_of_Hugging_Face_finds_what_was_written()
    {
        DataShape data = DataShape.Of(SmallData.Letters(26));
        string path = Write(Llama, data, WeightFormat.Q8);
        using var read = JsonDocument.Parse(Node.Run(Script, Package, path));
        JsonElement metadata = read.RootElement.GetProperty("metadata"), tensors = read.RootElement.GetProperty("tensorInfos");
        Assert.Equal("llama", metadata.GetProperty("general.architecture").GetString());
        Assert.Equal(3, metadata.GetProperty("version").GetInt32());
        Assert.Equal(2, metadata.GetProperty("llama.attention.head_count_kv").GetInt32());
        Assert.Equal(500_000, metadata.GetProperty("llama.rope.freq_base").GetDouble());
        Assert.Equal(30, metadata.GetProperty("tokenizer.ggml.tokens").GetArrayLength());
        JsonElement keys = tensors.EnumerateArray().Single(tensor => tensor.GetProperty("name").GetString() == "blk.0.attn_k.weight");
        Assert.Equal([32, 16], keys.GetProperty("shape").EnumerateArray().Select(extent => extent.GetInt32()));
        Assert.Equal(8, keys.GetProperty("dtype").GetInt32());
        Assert.Equal(12, tensors.GetArrayLength());
        Assert.Equal(0, read.RootElement.GetProperty("tensorDataOffset").GetInt64() % 32);
    }

    [Fact]
    public void Merges_and_special_tokens_are_found_too()
    {
        BpeTokenizer tokenizer = BpeTrainer.Train(["low lower lowest", "new newer newest"], 270, "<|endoftext|>");
        int known = tokenizer.VocabularySize;
        DataShape data = CheckpointRun.Text(known) with { Bpe = tokenizer };
        string path = Write(Llama with { Vocabulary = known + 2 }, data, WeightFormat.F32);
        using var read = JsonDocument.Parse(Node.Run(Script, Package, path));
        JsonElement metadata = read.RootElement.GetProperty("metadata");
        string[] tokens = [.. metadata.GetProperty("tokenizer.ggml.tokens").EnumerateArray().Select(token => token.GetString()!)];
        int[] types = [.. metadata.GetProperty("tokenizer.ggml.token_type").EnumerateArray().Select(type => type.GetInt32())];
        Assert.Equal([.. Enumerable.Range(0, known).Select(token => tokenizer.TokenText(token)!), $"[unused{known}]", $"[unused{known + 1}]"], tokens);
        Assert.Equal([5, 5], types[known..]);
        Assert.Equal(3, types[tokenizer.SpecialTokens["<|endoftext|>"]]);
        Assert.Equal(
            tokenizer.Merges.Select(merge => $"{merge.Left} {merge.Right}"),
            metadata.GetProperty("tokenizer.ggml.merges").EnumerateArray().Select(merge => merge.GetString()));
    }

    [Fact]
    public void The_same_model_gives_the_same_bytes_in_the_form_of_the_format()
    {
        DataShape data = CheckpointRun.Text(30);
        byte[] first = File.ReadAllBytes(Write(Llama, data, WeightFormat.F16)), second = File.ReadAllBytes(Write(Llama, data, WeightFormat.F16));
        Assert.Equal(first, second);
        Assert.Equal("GGUF"u8, first.AsSpan(0, 4));
        Assert.Equal(3, BitConverter.ToInt32(first, 4));
        Assert.Equal(12, BitConverter.ToInt64(first, 8));
        Assert.Equal(0, first.Length % 32);
        Assert.Single(Directory.EnumerateFiles(_folder.Path));
    }

    [Theory]
    [InlineData("abc", "gpt2")]
    [InlineData("aé", "no_vocab")]
    [InlineData("", "gpt2")] // bytes
    public void A_vocabulary_of_single_bytes_goes_along(string characters, string model)
    {
        int size = characters.Length == 0 ? 256 : characters.Length;
        var data = new DataShape { Features = [], VocabularySize = size, Characters = characters };
        string text = System.Text.Encoding.UTF8.GetString(File.ReadAllBytes(Write(Llama with { Vocabulary = null }, data, WeightFormat.F32)));
        Assert.Contains($"tokenizer.ggml.model\b\0\0\0{(char)model.Length}\0\0\0\0\0\0\0{model}", text, StringComparison.Ordinal);
        Assert.Equal(model == "gpt2", text.Contains("tokenizer.ggml.merges", StringComparison.Ordinal));
    }
}
