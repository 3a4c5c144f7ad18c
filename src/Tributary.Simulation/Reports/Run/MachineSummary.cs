using System.Runtime.InteropServices;

namespace Tributary.Simulation;

/// <summary>The computer a run was measured on; seconds mean nothing without it.</summary>
/// <param name="Processor">The processor's name.</param>
/// <param name="Instructions">What the kernels run on, as <see cref="Tensors.Processor.Describe"/> says.</param>
/// <param name="Cores">Its logical cores that this process may use.</param>
/// <param name="OperatingSystem">The operating system and its version.</param>
/// <param name="Runtime">The .NET runtime and its version.</param>
public sealed record MachineSummary(string Processor, string Instructions, int Cores, string OperatingSystem, string Runtime)
{
    private const string LinuxProcessors = "/proc/cpuinfo";

    /// <summary>The computer this process runs on.</summary>
    public static MachineSummary Read() => new(
        ProcessorName(),
        Tensors.Processor.Describe(),
        Environment.ProcessorCount,
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription);

    /// <summary>There is no portable way to ask: Linux has a file, Windows a variable; elsewhere the architecture must do.</summary>
    private static string ProcessorName()
    {
        string? name = File.Exists(LinuxProcessors)
            ? File.ReadLines(LinuxProcessors)
                .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim()
            : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER");
        return string.IsNullOrWhiteSpace(name) ? RuntimeInformation.ProcessArchitecture.ToString() : name;
    }
}
