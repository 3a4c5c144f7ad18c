using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Tributary.Tensors;

/// <summary>
/// What the engine finds in this processor, as .NET sees it: it decides how quick the kernels are, and never what they compute.
/// </summary>
public static class Processor
{
    private const int KernelLanes = 16;

    /// <summary>How many floats one instruction works on: 16, 8 or 4, or 1 where there are no vector instructions.</summary>
    public static int Lanes =>
        Vector512.IsHardwareAccelerated ? Vector512<float>.Count
        : Vector256.IsHardwareAccelerated ? Vector256<float>.Count
        : Vector128.IsHardwareAccelerated ? Vector128<float>.Count
        : 1;

    /// <summary>Whether an instruction multiplies and adds with one rounding; otherwise a function does so, number by number.</summary>
    public static bool FusesMultiplyAdd => Avx512F.IsSupported || Fma.IsSupported || AdvSimd.IsSupported;

    /// <summary>What it lacks of what the kernels live on, as words that follow "has no", or null where it lacks nothing.</summary>
    public static string? Missing => (Lanes > 1, FusesMultiplyAdd) switch
    {
        (true, true) => null,
        (true, false) => "fused multiply-add instructions",
        (false, true) => "vector instructions",
        _ => "vector instructions and no fused multiply-add instructions",
    };

    /// <summary>The instructions that the kernels run on, such as <c>AVX-512, 16 lanes in one register</c>.</summary>
    public static string Describe()
    {
        string registers = (KernelLanes / Lanes) switch { 1 => "one register", 2 => "two registers", _ => "four registers" };
        string vectors = Lanes == 1 ? "no vector instructions" : $"{Name}, {KernelLanes} lanes in {registers}";
        return FusesMultiplyAdd ? vectors : $"{vectors}, multiply-adds fused in software";
    }

    private static string Name =>
        Vector512.IsHardwareAccelerated ? "AVX-512"
        : Vector256.IsHardwareAccelerated ? "AVX2"
        : AdvSimd.IsSupported ? "NEON"
        : Sse2.IsSupported ? "SSE"
        : "128-bit vectors";
}
