using Tributary.Tensors;
using Tributary.Tests;

namespace Tributary.Models.Tests;

/// <summary>GPT-2 and Llama as Hugging Face stores them, against a plain implementation in PyTorch in double precision.</summary>
public sealed class CheckpointReferenceTests(CheckpointPython python) : IClassFixture<CheckpointPython>
{
    /// <summary>Single precision came to at most 6e-7 here; these leave room for another order of sums.</summary>
    private const double Bound = 5e-6;

    public static TheoryData<string> Names => [.. CheckpointPython.Cases.Select(run => run.Name)];

    public static TheoryData<string, WeightFormat> Files
    {
        get
        {
            var files = new TheoryData<string, WeightFormat>();
            foreach ((string name, WeightFormat[] formats) in CheckpointPython.Cases)
                foreach (WeightFormat format in formats) files.Add(name, format);
            return files;
        }
    }

    [Theory]
    [InlineData("gpt2")]
    [InlineData("llama")]
    [InlineData("llama-biased")]
    public void Stored_logits_are_those_of_the_weights_under_their_names(string name)
    {
        using var folder = new TemporaryFolder();
        var reference = CheckpointRun.Stored(name);
        reference.Write(folder.Path);
        CheckpointRun.Agree(reference.Logits, CheckpointRun.Compute(CheckpointRun.Load(folder.Path)), Bound);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_checkpoint_of_Python_gives_the_logits_of_Python(string name) =>
        CheckpointRun.Agree(python.Written(name), CheckpointRun.Compute(CheckpointRun.Load(python.Folder(name))), Bound);

    [Theory]
    [MemberData(nameof(Names))]
    public void An_exported_checkpoint_gives_Python_the_logits_of_the_first(string name)
    {
        CheckpointRun.Agree(python.Written(name), python.Again(name), 1e-12);
        Assert.Equal(HuggingFaceCheckpoint.Open(python.Folder(name)).Gpt, HuggingFaceCheckpoint.Open(python.Exported(name)).Gpt);
    }

    /// <remarks>The base of rotary positions and what norms add are single precision in a GGUF file.</remarks>
    [Theory]
    [MemberData(nameof(Files))]
    public void A_GGUF_file_computed_as_llama_cpp_does_gives_the_same_logits(string name, WeightFormat format) =>
        CheckpointRun.Agree(python.Written(name), python.Again(name, format), format == WeightFormat.Q8 ? 0.03 : 1e-6);

    [Theory]
    [MemberData(nameof(Names))]
    public void An_adapter_means_the_same_to_PEFT_and_to_what_is_merged_and_read_again(string name)
    {
        double[] expected = python.WithAdapter(name);
        LanguageModel model = python.Adapted(name);
        CheckpointRun.Agree(expected, CheckpointRun.Compute(model), Bound);
        Assert.True(expected.Zip(python.Written(name), (a, b) => Math.Abs(a - b)).Max() > 0.1);

        (Gpt gpt, ParameterSet merged) = LoraMerge.Apply(python.Lora(name), model.Parameters.ToSet(), CheckpointRun.Text(61));
        var plain = (LanguageModel)gpt.Build(CheckpointRun.Text(61), 1, new RandomStream(1));
        plain.Parameters.Load(merged);
        CheckpointRun.Agree(expected, CheckpointRun.Compute(plain), Bound);

        var adapter = PeftAdapter.Open(python.Folder($"{name}-adapter"));
        Gpt again = gpt with { Adapter = adapter.Adapter };
        LanguageModel read = CheckpointRun.Load(python.Folder(name), _ => again);
        ParameterSet parameters = read.Parameters.ToSet();
        adapter.CopyTo(again, parameters);
        read.Parameters.Load(parameters);
        Assert.Equal(CheckpointRun.Compute(model), CheckpointRun.Compute(read));

        parameters["ln_f.weight"][0] += 1;
        var refusal = Assert.Throws<CheckpointException>(() => adapter.CopyTo(again, parameters));
        Assert.Contains("other weights", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gpt2")]
    [InlineData("llama")]
    public void The_script_still_says_what_is_stored(string name) =>
        CheckpointRun.Agree(CheckpointRun.Stored(name).Logits, python.Written(name), 1e-7); // what was written is single precision
}
