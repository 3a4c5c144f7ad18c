using System.Text.Json;

namespace Tributary.Models.Tests;

/// <summary>What <c>reference.py</c> found out about one network.</summary>
/// <param name="Loss">Of the first batch.</param>
/// <param name="Logits">Of the first batch.</param>
/// <param name="Losses">Before each of ten steps, and after the last.</param>
/// <param name="Gradients">Of the first batch, by every parameter.</param>
internal sealed record ReferenceRun(double Loss, double[] Logits, double[] Losses, Dictionary<string, GradientSketch> Gradients)
{
    private static readonly JsonSerializerOptions _options =
        new(JsonSerializerDefaults.Web) { RespectRequiredConstructorParameters = true };

    /// <summary>Beside the test: the script, and what it wrote.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Reference");

    public static ReferenceRun Stored(string name) => Parse(File.ReadAllText(Path.Combine(Folder, $"{name}.json")));

    public static ReferenceRun Parse(string json) => JsonSerializer.Deserialize<ReferenceRun>(json, _options)!;
}
