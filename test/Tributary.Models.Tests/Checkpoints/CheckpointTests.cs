using Tributary.Tensors;
using Tributary.Tests;

namespace Tributary.Models.Tests;

public sealed class CheckpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Names => ["gpt2", "llama"];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_shorter_context_computes_the_same(string name)
    {
        var reference = CheckpointRun.Stored(name);
        reference.Write(_folder.Path);
        double[] logits = CheckpointRun.Compute(CheckpointRun.Load(_folder.Path, gpt => gpt with { Context = 5 }));
        CheckpointRun.Agree(reference.Logits[..logits.Length], logits, 5e-6);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_adapter_that_is_new_changes_nothing_and_stays_as_it_is(string name)
    {
        var reference = CheckpointRun.Stored(name);
        reference.Write(_folder.Path);
        double[] plain = CheckpointRun.Compute(CheckpointRun.Load(_folder.Path));
        LanguageModel model = CheckpointRun.Load(_folder.Path, gpt => gpt with { Adapter = new LoraAdapter { Rank = 2 } });
        Assert.Equal(plain, CheckpointRun.Compute(model));
        Assert.Contains(model.Parameters.Layout.Entries, entry => entry.Name.EndsWith("lora_A", StringComparison.Ordinal) && entry.Trainable);
        Assert.All(model.Parameters.Layout.Entries, entry => Assert.Equal(entry.Name.Contains("lora", StringComparison.Ordinal), entry.Trainable));
    }

    [Theory]
    [InlineData("gpt2", WeightFormat.F32)]
    [InlineData("gpt2", WeightFormat.BF16)]
    [InlineData("llama", WeightFormat.F32)]
    [InlineData("llama", WeightFormat.F16)]
    public void What_is_exported_comes_back(string name, WeightFormat format)
    {
        CheckpointRun.Stored(name).Write(_folder.Path);
        LanguageModel model = CheckpointRun.Load(_folder.Path);
        string folder = Path.Combine(_folder.Path, "exported");
        DataShape data = DataShape.Of(SmallData.Letters(20));
        HuggingFaceExport.Write(folder, HuggingFaceCheckpoint.Open(_folder.Path).Gpt, model.Parameters.ToSet(), data, format);
        float[] expected = model.Parameters.Values.ToArray(), again = CheckpointRun.Load(folder).Parameters.Values.ToArray();
        float bound = format switch { WeightFormat.F32 => 0, WeightFormat.F16 => 1f / 2048, _ => 1f / 256 };
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], again[i], Math.Abs(expected[i]) * bound + (bound > 0 ? 1e-6f : 0));
        Assert.Equal(data.Characters, ((Vocabulary)HuggingFaceCheckpoint.Open(folder).ReadTokenizer()!).Characters);
    }

    [Fact]
    public void A_tokenizer_goes_with_the_model_and_comes_back()
    {
        BpeTokenizer tokenizer = BpeTrainer.Train(["low lower lowest", "new newer newest"], 270, "<|endoftext|>");
        DataShape data = CheckpointRun.Text(tokenizer.VocabularySize) with { Bpe = tokenizer };
        Gpt gpt = new() { Layers = 1, Heads = 1, Width = 8, Context = 4, Vocabulary = 320 };
        ParameterSet parameters = gpt.Build(data, 1, new RandomStream(1)).Parameters.ToSet();
        string folder = Path.Combine(_folder.Path, "exported");
        HuggingFaceExport.Write(folder, gpt, parameters, data);
        var read = (BpeTokenizer)HuggingFaceCheckpoint.Open(folder).ReadTokenizer()!;
        Assert.Equal(tokenizer.ToJson(), read.ToJson());
        Assert.Equal(tokenizer.Encode("the lowest newt"), read.Encode("the lowest newt"));
        File.Delete(Path.Combine(folder, "tokenizer.json"));
        Assert.Null(HuggingFaceCheckpoint.Open(folder).ReadTokenizer());
        File.WriteAllText(Path.Combine(folder, "tokenizer.json"), "{");
        Assert.Throws<TokenizerException>(() => HuggingFaceCheckpoint.Open(folder).ReadTokenizer());
    }

    [Fact]
    public void A_tokenizer_with_more_tokens_than_the_network_is_refused()
    {
        BpeTokenizer tokenizer = BpeTrainer.Train(["low lower lowest", "new newer newest"], 270);
        Gpt gpt = new() { Layers = 1, Heads = 1, Width = 8, Context = 4 };
        DataShape small = CheckpointRun.Text(20);
        string folder = Path.Combine(_folder.Path, "exported");
        HuggingFaceExport.Write(folder, gpt, gpt.Build(small, 1, new RandomStream(1)).Parameters.ToSet(), small with { Bpe = tokenizer });
        var failure = Assert.Throws<CheckpointException>(() => HuggingFaceCheckpoint.Open(folder).ReadTokenizer());
        Assert.Equal(CheckpointFault.Misfit, failure.Fault);
    }

    [Fact]
    public void A_folder_with_files_is_not_written_over_and_a_failure_leaves_nothing()
    {
        Gpt gpt = new() { Layers = 1, Heads = 1, Width = 8, Context = 4 };
        var model = (LanguageModel)gpt.Build(CheckpointRun.Text(5), 1, new RandomStream(1));
        _folder.Write("here/config.json", "{}");
        Assert.Throws<IOException>(() =>
            HuggingFaceExport.Write(Path.Combine(_folder.Path, "here"), gpt, model.Parameters.ToSet(), CheckpointRun.Text(5)));
        model.Parameters.Values[3] = 1e6f;
        var failure = Assert.Throws<CheckpointException>(() => HuggingFaceExport.Write(
            Path.Combine(_folder.Path, "new"), gpt, model.Parameters.ToSet(), CheckpointRun.Text(5), WeightFormat.F16));
        Assert.Equal(CheckpointFault.NotExportable, failure.Fault);
        Assert.Throws<CheckpointException>(() => GgufExport.Write(
            Path.Combine(_folder.Path, "new.gguf"), "test", gpt, model.Parameters.ToSet(), CheckpointRun.Text(5), WeightFormat.F16));
        Assert.Equal(["here"], new DirectoryInfo(_folder.Path).EnumerateFileSystemInfos().Select(entry => entry.Name));
    }

    public static TheoryData<string, Gpt> Unknown => new()
    {
        { "rotary", new Gpt { Norm = GptNorm.Rms } },
        { "biases", new Gpt { Bias = false } },
        { "SwiGLU", new Gpt { Positions = GptPositions.Rotary, Norm = GptNorm.Rms } },
        { "heads", new Gpt { KeyValueHeads = 2 } },
        { "adapter", new Gpt { Adapter = new LoraAdapter() } },
    };

    [Theory]
    [MemberData(nameof(Unknown))]
    public void A_network_that_other_programs_do_not_know_is_not_exported(string word, Gpt gpt)
    {
        ParameterSet parameters = gpt.Build(CheckpointRun.Text(5), 1, new RandomStream(1)).Parameters.ToSet();
        var failure = Assert.Throws<CheckpointException>(() =>
            HuggingFaceExport.Write(Path.Combine(_folder.Path, "new"), gpt, parameters, CheckpointRun.Text(5)));
        Assert.Equal(CheckpointFault.NotExportable, failure.Fault);
        Assert.Contains(word, failure.Message, StringComparison.Ordinal);
    }
}
