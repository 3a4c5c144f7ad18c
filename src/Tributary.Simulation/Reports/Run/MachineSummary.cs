namespace Tributary.Simulation;

/// <summary>The computer a run was measured on; seconds mean nothing without it.</summary>
/// <param name="Processor">The processor's name.</param>
/// <param name="Cores">Its logical cores that this process may use.</param>
/// <param name="OperatingSystem">The operating system and its version.</param>
/// <param name="Runtime">The .NET runtime and its version.</param>
public sealed record MachineSummary(string Processor, int Cores, string OperatingSystem, string Runtime);
