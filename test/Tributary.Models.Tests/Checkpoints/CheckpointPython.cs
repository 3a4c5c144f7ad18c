using System.Text.Json;
using Tributary.Tensors;
using Tributary.Tests;

namespace Tributary.Models.Tests;

/// <summary>The checkpoints that <c>checkpoint.py</c> writes, and what it reads again in the forms that this program writes.</summary>
/// <remarks>Made once for all tests: PyTorch takes seconds to start.</remarks>
public sealed class CheckpointPython : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<Dictionary<string, double[]>> _written, _again;

    public CheckpointPython()
    {
        _written = new(() => Logits("write", _folder.Path));
        _again = new(() => Logits("logits", [.. Cases.SelectMany(Export)]));
    }

    /// <summary>Checkpoints, and the formats in which they are written again.</summary>
    public static IReadOnlyList<(string Name, WeightFormat[] Gguf)> Cases { get; } =
    [
        ("gpt2", [WeightFormat.F32, WeightFormat.Q8]), ("gpt2-bare", [WeightFormat.F16]), ("llama", [WeightFormat.F32, WeightFormat.Q8]),
        ("llama-sharded", [WeightFormat.BF16]), ("llama-biased", [WeightFormat.F16]),
    ];

    public string Folder(string name) => Path.Combine(_folder.Path, name);

    /// <summary>What Python computes of the checkpoint that it wrote.</summary>
    public double[] Written(string name) => _written.Value[name];

    /// <summary>What Python computes of the checkpoint after it went through this program; null for Hugging Face's form, else GGUF.</summary>
    public double[] Again(string name, WeightFormat? gguf = null) => (_written.Value, _again.Value[Exported(name, gguf)]).Item2;

    /// <summary>Where it was written again.</summary>
    public string Exported(string name, WeightFormat? gguf = null) =>
        Folder(gguf is null ? $"{name}-exported" : $"{name}-{gguf}.gguf");

    public void Dispose() => _folder.Dispose();

    private string[] Export((string Name, WeightFormat[] Gguf) run)
    {
        _ = _written.Value;
        Gpt gpt = HuggingFaceCheckpoint.Open(Folder(run.Name)).Gpt;
        ParameterSet parameters = CheckpointRun.Load(Folder(run.Name)).Parameters.ToSet();
        DataShape data = CheckpointRun.Text(61);
        HuggingFaceExport.Write(Exported(run.Name), gpt, parameters, data);
        foreach (WeightFormat format in run.Gguf) GgufExport.Write(Exported(run.Name, format), "test", gpt, parameters, data, format);
        return [Exported(run.Name), Adapt(run.Name), .. run.Gguf.Select(format => Exported(run.Name, format))];
    }

    /// <summary>The checkpoint with an adapter, written by PEFT's rules; what is computed here is kept beside.</summary>
    private string Adapt(string name)
    {
        LanguageModel model = Adapted(name);
        PeftAdapter.Write(Folder($"{name}-adapter"), Lora(name), model.Parameters.ToSet(), name);
        return $"{Folder(name)}+{Folder($"{name}-adapter")}";
    }

    /// <summary>What Python computes of the checkpoint with the adapter that this program wrote.</summary>
    public double[] WithAdapter(string name) =>
        (_written.Value, _again.Value[$"{Folder(name)}+{Folder($"{name}-adapter")}"]).Item2;

    /// <summary>The network with an adapter beside matrices of all kinds.</summary>
    public Gpt Lora(string name) => HuggingFaceCheckpoint.Open(Folder(name)).Gpt with
    {
        Adapter = new LoraAdapter
        {
            Rank = 3,
            Alpha = 5,
            Targets = name.StartsWith("gpt2", StringComparison.Ordinal) ? ["c_attn", "c_proj"] : ["k_proj", "v_proj", "o_proj", "up_proj"],
        },
    };

    /// <summary>The checkpoint with an adapter that is not zero.</summary>
    public LanguageModel Adapted(string name)
    {
        LanguageModel model = CheckpointRun.Load(Folder(name), _ => Lora(name));
        new RandomStream(5).FillNormal(model.Parameters.Trainable);
        foreach (ref float value in model.Parameters.Trainable) value *= 0.2f;
        return model;
    }

    private static Dictionary<string, double[]> Logits(string command, params string[] paths)
    {
        Python.RequireModule("torch", "python3-torch");
        return JsonSerializer.Deserialize<Dictionary<string, double[]>>(Python.Run([CheckpointRun.Script, command, .. paths]))!;
    }
}
