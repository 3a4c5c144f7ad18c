using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Tributary.Tensors;

/// <summary>Float buffers that start on a cache line and never move, owned by the garbage collector: nothing to dispose.</summary>
internal static class AlignedMemory
{
    private const int CacheLine = 64;
    private const int FloatsPerLine = CacheLine / sizeof(float);

    /// <summary>A zeroed buffer of <paramref name="count"/> floats on the pinned object heap.</summary>
    public static unsafe Memory<float> Allocate(int count)
    {
        float[] array = GC.AllocateArray<float>(count + FloatsPerLine, pinned: true);
        nint address = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(array));
        int skip = (int)((CacheLine - address % CacheLine) % CacheLine) / sizeof(float);
        return array.AsMemory(skip, count);
    }

    /// <summary>The floats in as many whole cache lines as <paramref name="count"/> take.</summary>
    public static int RoundUp(int count) => (count + FloatsPerLine - 1) / FloatsPerLine * FloatsPerLine;
}
