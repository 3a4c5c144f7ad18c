using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Tributary.Tensors;

/// <summary>Float buffers that start on a cache line and never move, owned by the garbage collector: nothing to dispose.</summary>
internal static class AlignedMemory
{
    private const int CacheLine = 64;

    /// <summary>A zeroed buffer of <paramref name="count"/> floats on the pinned object heap.</summary>
    public static unsafe Memory<float> Allocate(int count)
    {
        float[] array = GC.AllocateArray<float>(count + CacheLine / sizeof(float), pinned: true);
        nint address = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(array));
        int skip = (int)((CacheLine - address % CacheLine) % CacheLine) / sizeof(float);
        return array.AsMemory(skip, count);
    }
}
