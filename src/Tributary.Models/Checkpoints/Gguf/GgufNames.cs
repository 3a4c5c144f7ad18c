namespace Tributary.Models;

/// <summary>The names and shapes that llama.cpp gives to the tensors of GPT-2 and Llama.</summary>
/// <remarks>
/// All matrices are (out, in). llama.cpp turns neighbouring numbers of a query or key of a Llama where Hugging Face, and this program, turn
/// those half a head apart: their rows change places.
/// </remarks>
internal static class GgufNames
{
    public const string Positions = "position_embd.weight";

    private const string Tokens = "token_embd.weight", Head = "output.weight", Norm = "output_norm";

    public static IEnumerable<TensorPlace> Of(string architecture, Gpt gpt)
    {
        int width = gpt.Width, tokens = gpt.Vocabulary!.Value;
        yield return new TensorPlace("wte.weight", Tokens, tokens, 0, width);
        if (gpt.Positions == GptPositions.Learned) yield return new TensorPlace("wpe.weight", Positions, gpt.Context, 0, width);
        for (int i = 0; i < gpt.Layers; i++)
            foreach (TensorPlace place in architecture == "gpt2" ? Gpt2Block(gpt, i) : LlamaBlock(gpt, i))
                yield return place;
        foreach (TensorPlace place in TensorPlace.Layer("ln_f", Norm, 0, 0, width, architecture == "gpt2")) yield return place;
        if (!gpt.Tied) yield return new TensorPlace(CheckpointLimits.Head, Head, tokens, 0, width);
    }

    private static IEnumerable<TensorPlace> Gpt2Block(Gpt gpt, int i)
    {
        (string own, string name, int width, int hidden) = ($"h.{i}", $"blk.{i}", gpt.Width, gpt.HiddenWidth);
        return new[]
        {
            TensorPlace.Layer($"{own}.ln_1", $"{name}.attn_norm", 0, 0, width, bias: true),
            TensorPlace.Layer($"{own}.attn.c_attn", $"{name}.attn_qkv", width, 0, 3 * width, bias: true, transposed: true),
            TensorPlace.Layer($"{own}.attn.c_proj", $"{name}.attn_output", width, 0, width, bias: true, transposed: true),
            TensorPlace.Layer($"{own}.ln_2", $"{name}.ffn_norm", 0, 0, width, bias: true),
            TensorPlace.Layer($"{own}.mlp.c_fc", $"{name}.ffn_up", width, 0, hidden, bias: true, transposed: true),
            TensorPlace.Layer($"{own}.mlp.c_proj", $"{name}.ffn_down", hidden, 0, width, bias: true, transposed: true),
        }.SelectMany(layer => layer);
    }

    private static IEnumerable<TensorPlace> LlamaBlock(Gpt gpt, int i)
    {
        (string own, string name, int width, int hidden, bool bias) = ($"h.{i}", $"blk.{i}", gpt.Width, gpt.HiddenWidth, gpt.Bias);
        int kept = gpt.KeyValueHeads ?? gpt.Heads, keys = kept * gpt.HeadWidth;
        (string attention, string first) = ($"{own}.attn.c_attn", $"{own}.mlp.c_fc");
        return new[]
        {
            TensorPlace.Layer($"{own}.ln_1", $"{name}.attn_norm", 0, 0, width, bias: false),
            TensorPlace.Layer(attention, $"{name}.attn_q", width, 0, width, bias, transposed: true, gpt.Heads),
            TensorPlace.Layer(attention, $"{name}.attn_k", width, width, keys, bias, transposed: true, kept),
            TensorPlace.Layer(attention, $"{name}.attn_v", width, width + keys, keys, bias, transposed: true),
            TensorPlace.Layer($"{own}.attn.c_proj", $"{name}.attn_output", width, 0, width, bias, transposed: true),
            TensorPlace.Layer($"{own}.ln_2", $"{name}.ffn_norm", 0, 0, width, bias: false),
            TensorPlace.Layer(first, $"{name}.ffn_gate", width, 0, hidden, bias, transposed: true),
            TensorPlace.Layer(first, $"{name}.ffn_up", width, hidden, hidden, bias, transposed: true),
            TensorPlace.Layer($"{own}.mlp.c_proj", $"{name}.ffn_down", hidden, 0, width, bias, transposed: true),
        }.SelectMany(layer => layer);
    }
}
