using System.Text.Json;

namespace Tributary.Models;

/// <summary>GPT-2 as Hugging Face stores it: matrices as (in, out), as here, and under the same names.</summary>
internal sealed class Gpt2Layout : ICheckpointLayout
{
    public string Type => "gpt2";

    public string Prefix => "transformer.";

    public Gpt Read(ConfigReader config)
    {
        string activation = config.Text("activation_function") ?? "gelu_new";
        config.Expect("activation_function", activation, "gelu_new", "gelu_pytorch_tanh", "gelu_fast");
        config.Expect("scale_attn_weights", true);
        config.Expect("scale_attn_by_inverse_layer_idx", false);
        config.Expect("add_cross_attention", false);
        int width = config.Count("n_embd");
        return new Gpt
        {
            Layers = config.Count("n_layer", most: CheckpointLimits.Layers),
            Heads = config.Count("n_head"),
            Width = width,
            Hidden = config.Count("n_inner", 4 * width),
            Context = config.Count("n_positions", most: CheckpointLimits.Positions),
            Vocabulary = config.Count("vocab_size"),
            Epsilon = config.Number("layer_norm_epsilon", 1e-5),
            Tied = config.Flag("tie_word_embeddings", true),
        };
    }

    public void Write(Utf8JsonWriter config, Gpt gpt, int vocabulary)
    {
        config.WriteStartArray("architectures");
        config.WriteStringValue("GPT2LMHeadModel");
        config.WriteEndArray();
        config.WriteString("model_type", Type);
        config.WriteString("activation_function", "gelu_new");
        config.WriteNumber("n_layer", gpt.Layers);
        config.WriteNumber("n_head", gpt.Heads);
        config.WriteNumber("n_embd", gpt.Width);
        config.WriteNumber("n_inner", gpt.HiddenWidth);
        config.WriteNumber("n_positions", gpt.Context);
        config.WriteNumber("n_ctx", gpt.Context);
        config.WriteNumber("vocab_size", vocabulary);
        config.WriteNumber("layer_norm_epsilon", gpt.Epsilon);
        config.WriteNumber("attn_pdrop", gpt.Dropout);
        config.WriteNumber("embd_pdrop", gpt.Dropout);
        config.WriteNumber("resid_pdrop", gpt.Dropout);
        config.WriteBoolean("tie_word_embeddings", gpt.Tied);
    }

    public string? Objection(Gpt gpt) =>
        gpt.Positions != GptPositions.Learned ? "GPT-2 has learnt positions"
        : gpt.Norm != GptNorm.Layer ? "GPT-2 has layer norms"
        : gpt.Activation != GptActivation.Gelu ? "GPT-2 has GELU"
        : !gpt.Bias ? "GPT-2 has biases"
        : (gpt.KeyValueHeads ?? gpt.Heads) != gpt.Heads ? "GPT-2 has as many heads of keys as of queries"
        : null;

    public IEnumerable<TensorPlace> Places(Gpt gpt)
    {
        int width = gpt.Width, hidden = gpt.HiddenWidth, tokens = gpt.Vocabulary!.Value;
        IEnumerable<TensorPlace> all =
        [
            Same("wte.weight", tokens, width),
            Same("wpe.weight", gpt.Context, width),
            .. Enumerable.Range(0, gpt.Layers).SelectMany(i => new[]
            {
                Layer($"h.{i}.ln_1", 0, width),
                Layer($"h.{i}.attn.c_attn", width, 3 * width),
                Layer($"h.{i}.attn.c_proj", width, width),
                Layer($"h.{i}.ln_2", 0, width),
                Layer($"h.{i}.mlp.c_fc", width, hidden),
                Layer($"h.{i}.mlp.c_proj", hidden, width),
            }).SelectMany(layer => layer),
            .. Layer("ln_f", 0, width),
        ];
        return gpt.Tied ? all : all.Append(Same(CheckpointLimits.Head, tokens, width));
    }

    public string Module(string own) => own;

    public bool IsDerived(string name) =>
        name.EndsWith(".attn.bias", StringComparison.Ordinal) || name.EndsWith(".attn.masked_bias", StringComparison.Ordinal);

    private static TensorPlace Same(string name, int rows, int width) => new(name, name, rows, 0, width);

    private static IEnumerable<TensorPlace> Layer(string name, int rows, int width) =>
        TensorPlace.Layer(name, name, rows, 0, width, bias: true);
}
