using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Tributary.Tensors;

/// <summary>Float buffers that start on a cache line and never move, owned by the garbage collector: nothing to dispose.</summary>
internal static partial class AlignedMemory
{
    private const int CacheLine = 64, FloatsPerLine = CacheLine / sizeof(float);
    private const int LargePage = 2 << 20, Large = 2 * LargePage;
    private const int AdviseLargePages = 14; // MADV_HUGEPAGE of Linux

    /// <summary>A zeroed buffer of <paramref name="count"/> floats on the pinned object heap.</summary>
    public static Memory<float> Allocate(int count) =>
        (long)count * sizeof(float) >= Large && count <= Array.MaxLength - LargePage && OperatingSystem.IsLinux()
            ? AllocateLarge(count)
            : Aligned(GC.AllocateArray<float>(count + FloatsPerLine, pinned: true), CacheLine)[..count];

    /// <summary>The floats in as many whole cache lines as <paramref name="count"/> take.</summary>
    public static int RoundUp(int count) => (count + FloatsPerLine - 1) / FloatsPerLine * FloatsPerLine;

    /// <summary>
    /// Asks for pages of 2 MiB before the buffer is touched: a step walks through more small pages than a processor keeps the addresses of.
    /// A system that has none to give uses small ones.
    /// </summary>
    private static unsafe Memory<float> AllocateLarge(int count)
    {
        float[] array = GC.AllocateUninitializedArray<float>(count + LargePage / sizeof(float), pinned: true);
        Memory<float> memory = Aligned(array, LargePage)[..count];
        fixed (float* address = memory.Span) _ = Advise(address, (nuint)count * sizeof(float), AdviseLargePages);
        memory.Span.Clear();
        return memory;
    }

    private static unsafe Memory<float> Aligned(float[] pinned, int alignment)
    {
        nint address = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));
        return pinned.AsMemory((int)((alignment - address % alignment) % alignment) / sizeof(float));
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static unsafe partial int Advise(void* address, nuint length, int advice);
}
