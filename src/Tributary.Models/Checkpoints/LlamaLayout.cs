using System.Text.Json;

namespace Tributary.Models;

/// <summary>Llama as Hugging Face stores it: matrices as (out, in), and queries, keys, values, gates and ups each by itself.</summary>
internal sealed class LlamaLayout : ICheckpointLayout
{
    public string Type => "llama";

    public string Prefix => "model.";

    public Gpt Read(ConfigReader config)
    {
        config.Expect("hidden_act", config.Text("hidden_act") ?? "silu", "silu", "swish");
        int width = config.Count("hidden_size"), heads = config.Count("num_attention_heads");
        int kept = config.Count("num_key_value_heads", heads), headWidth = config.Count("head_dim", Math.Max(1, width / heads));
        if (headWidth * (long)heads != width)
            throw new CheckpointException(CheckpointFault.Unsupported,
                $"{heads} heads of width {headWidth} do not make up the width {width} ('head_dim', 'hidden_size'), and here they must. "
                + "Use another checkpoint.");
        bool bias = config.Flag("attention_bias", false);
        config.Expect("mlp_bias", bias);
        return new Gpt
        {
            Layers = config.Count("num_hidden_layers", most: CheckpointLimits.Layers),
            Heads = heads,
            KeyValueHeads = kept == heads ? null : kept,
            Width = width,
            Hidden = config.Count("intermediate_size"),
            Context = config.Count("max_position_embeddings", 2048, CheckpointLimits.Positions),
            Vocabulary = config.Count("vocab_size"),
            Positions = GptPositions.Rotary,
            RotaryBase = ReadBase(config),
            Norm = GptNorm.Rms,
            Epsilon = config.Number("rms_norm_eps", 1e-6),
            Activation = GptActivation.Swiglu,
            Bias = bias,
            Tied = config.Flag("tie_word_embeddings", false),
        };
    }

    public void Write(Utf8JsonWriter config, Gpt gpt, int vocabulary)
    {
        config.WriteStartArray("architectures");
        config.WriteStringValue("LlamaForCausalLM");
        config.WriteEndArray();
        config.WriteString("model_type", Type);
        config.WriteString("hidden_act", "silu");
        config.WriteNumber("num_hidden_layers", gpt.Layers);
        config.WriteNumber("num_attention_heads", gpt.Heads);
        config.WriteNumber("num_key_value_heads", gpt.KeyValueHeads ?? gpt.Heads);
        config.WriteNumber("hidden_size", gpt.Width);
        config.WriteNumber("head_dim", gpt.HeadWidth);
        config.WriteNumber("intermediate_size", gpt.HiddenWidth);
        config.WriteNumber("max_position_embeddings", gpt.Context);
        config.WriteNumber("vocab_size", vocabulary);
        config.WriteNumber("rms_norm_eps", gpt.Epsilon);
        config.WriteNumber("rope_theta", gpt.RotaryBase);
        config.WriteNull("rope_scaling");
        config.WriteBoolean("attention_bias", gpt.Bias);
        config.WriteBoolean("mlp_bias", gpt.Bias);
        config.WriteNumber("attention_dropout", 0);
        config.WriteBoolean("tie_word_embeddings", gpt.Tied);
    }

    public string? Objection(Gpt gpt) =>
        gpt.Positions != GptPositions.Rotary ? "Llama has rotary positions"
        : gpt.Norm != GptNorm.Rms ? "Llama has norms by the root mean square"
        : gpt.Activation != GptActivation.Swiglu ? "Llama has SwiGLU"
        : null;

    public IEnumerable<TensorPlace> Places(Gpt gpt)
    {
        int width = gpt.Width, hidden = gpt.HiddenWidth, tokens = gpt.Vocabulary!.Value;
        IEnumerable<TensorPlace> all =
        [
            new("wte.weight", "embed_tokens.weight", tokens, 0, width),
            .. Enumerable.Range(0, gpt.Layers).SelectMany(i => new[]
            {
                [new($"h.{i}.ln_1.weight", $"layers.{i}.input_layernorm.weight", 0, 0, width)],
                Parts($"h.{i}.attn.c_attn", $"layers.{i}.self_attn", gpt.QueryKeyValueParts, width, gpt.Bias),
                Parts($"h.{i}.attn.c_proj", $"layers.{i}.self_attn", gpt.AttendedParts, width, gpt.Bias),
                [new($"h.{i}.ln_2.weight", $"layers.{i}.post_attention_layernorm.weight", 0, 0, width)],
                Parts($"h.{i}.mlp.c_fc", $"layers.{i}.mlp", gpt.HiddenParts, width, gpt.Bias),
                Parts($"h.{i}.mlp.c_proj", $"layers.{i}.mlp", gpt.OutputParts, hidden, gpt.Bias),
            }).SelectMany(layer => layer),
            new("ln_f.weight", "norm.weight", 0, 0, width),
        ];
        return gpt.Tied ? all : all.Append(new(CheckpointLimits.Head, CheckpointLimits.Head, tokens, 0, width));
    }

    public string Module(string own) => $"layers.{own["h.".Length..].Replace(".attn.", ".self_attn.", StringComparison.Ordinal)}";

    public bool IsDerived(string name) => name.EndsWith(".rotary_emb.inv_freq", StringComparison.Ordinal);

    private static IEnumerable<TensorPlace> Parts(string own, string scope, IReadOnlyList<GptPart> parts, int inputs, bool bias) =>
        parts.SelectMany(part =>
            TensorPlace.Layer(own, $"{scope}.{part.Name}", inputs, part.Start, part.Width, bias, transposed: true));

    /// <summary>The base of the rotary positions, in either place where it has stood; positions that are stretched are refused.</summary>
    private static double ReadBase(ConfigReader config)
    {
        foreach (string name in (string[])["rope_scaling", "rope_parameters"])
            if (config.Object(name) is { } rope)
                rope.Expect($"{name}.rope_type", rope.Text("rope_type") ?? rope.Text("type") ?? "default", "default");
        double rotaryBase = config.Object("rope_parameters")?.Number("rope_theta", 0) is > 0 and double inner
            ? inner
            : config.Number("rope_theta", 10_000);
        return rotaryBase > 1
            ? rotaryBase
            : throw new CheckpointException(CheckpointFault.Unsupported,
                $"'rope_theta' is {rotaryBase}, with which all positions would look alike. Use another checkpoint.");
    }
}
