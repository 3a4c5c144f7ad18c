using System.Runtime.InteropServices;

namespace Tributary.Tensors.Tests;

public sealed class AlignedMemoryTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(1_500_000)] // large enough for large pages, where the system has them
    public void A_buffer_is_zero_and_starts_on_a_cache_line(int count)
    {
        Memory<float> memory = AlignedMemory.Allocate(count);
        Assert.Equal(count, memory.Length);
        Assert.True(MemoryMarshal.TryGetArray(memory, out ArraySegment<float> part));
        Assert.Equal(0, Marshal.UnsafeAddrOfPinnedArrayElement(part.Array!, part.Offset) % 64);
        Assert.Equal(-1, memory.Span.IndexOfAnyExcept(0f));
    }
}
