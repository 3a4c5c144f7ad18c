namespace Tributary.Simulation;

/// <summary>A generated picture.</summary>
/// <param name="Png">The picture as a PNG file.</param>
/// <param name="Caption">What was asked for: <c>Ten of each digit, a row a class</c>; also read aloud in place of the picture.</param>
/// <param name="Class">The class that was asked for; null for a mixture.</param>
public sealed record SampleImage(byte[] Png, string Caption, string? Class = null);
