using Tributary.Tests;

namespace Tributary.Models.Tests;

/// <summary>GPT-2 and Llama as Hugging Face stores them, against a plain implementation in PyTorch in double precision.</summary>
public sealed class CheckpointReferenceTests(CheckpointPython python) : IClassFixture<CheckpointPython>
{
    /// <summary>Single precision comes to about 5e-7 here; these leave room for another order of sums.</summary>
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
    [InlineData("gpt2")]
    [InlineData("llama")]
    public void The_script_still_says_what_is_stored(string name) =>
        CheckpointRun.Agree(CheckpointRun.Stored(name).Logits, python.Written(name), 1e-7); // what was written is single precision
}
