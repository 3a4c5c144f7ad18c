namespace Tributary.Models;

/// <summary>Where one addition of an adapter stands.</summary>
/// <param name="Name">The name before <c>.lora_A</c> and <c>.lora_B</c>, such as <c>h.0.attn.q_proj</c>.</param>
/// <param name="Weight">The name of the matrix beside it.</param>
/// <param name="Inputs">The rows of the matrix.</param>
/// <param name="Columns">The columns of the matrix.</param>
/// <param name="Part">The columns that it is added to.</param>
internal sealed record LoraPlace(string Name, string Weight, int Inputs, int Columns, GptPart Part)
{
    /// <summary>All additions of a network.</summary>
    public static IEnumerable<LoraPlace> Of(Gpt gpt) => Enumerable.Range(0, gpt.Layers).SelectMany(i => new[]
    {
        In(gpt, $"h.{i}.attn", "c_attn", gpt.Width, gpt.QueryKeyValueParts),
        In(gpt, $"h.{i}.attn", "c_proj", gpt.Width, gpt.AttendedParts),
        In(gpt, $"h.{i}.mlp", "c_fc", gpt.Width, gpt.HiddenParts),
        In(gpt, $"h.{i}.mlp", "c_proj", gpt.HiddenWidth, gpt.OutputParts),
    }).SelectMany(places => places);

    private static IEnumerable<LoraPlace> In(Gpt gpt, string scope, string layer, int inputs, IReadOnlyList<GptPart> parts) =>
        parts.Where(part => gpt.Targets.Contains(part.Name)).Select(part =>
            new LoraPlace($"{scope}.{part.Name}", $"{scope}.{layer}.weight", inputs, parts.Sum(all => all.Width), part));
}
