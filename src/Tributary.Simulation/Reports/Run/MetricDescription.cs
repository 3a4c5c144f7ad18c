namespace Tributary.Simulation;

/// <summary>A measure of models: what it is called and how it reads.</summary>
/// <param name="Name">The key under which its values stand: <c>accuracy</c>.</param>
/// <param name="Title">What to call it in print: <c>Accuracy</c>.</param>
/// <param name="HigherIsBetter">True for an accuracy, false for a loss.</param>
/// <param name="IsShare">True where the value is a share of 1 and reads best in per cent.</param>
public sealed record MetricDescription(string Name, string Title, bool HigherIsBetter, bool IsShare)
{
    /// <summary>The share of test examples whose label was predicted.</summary>
    public static MetricDescription Accuracy { get; } = new("accuracy", "Accuracy", HigherIsBetter: true, IsShare: true);
}
