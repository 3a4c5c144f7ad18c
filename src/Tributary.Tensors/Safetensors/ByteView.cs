using System.Buffers;
using System.Runtime.InteropServices;

namespace Tributary.Tensors;

/// <summary>The bytes of numbers in place.</summary>
internal sealed class ByteView<T>(Memory<T> values) : MemoryManager<byte> where T : unmanaged
{
    public override Span<byte> GetSpan() => MemoryMarshal.AsBytes(values.Span);

    public override unsafe MemoryHandle Pin(int elementIndex = 0)
    {
        MemoryHandle handle = values.Pin();
        return new MemoryHandle((byte*)handle.Pointer + elementIndex, default, new Unpinner(handle));
    }

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }

    /// <summary>Lets go of the numbers when the handle to their bytes is disposed of.</summary>
    private sealed class Unpinner(MemoryHandle handle) : IPinnable
    {
        public MemoryHandle Pin(int elementIndex) => throw new NotSupportedException("The numbers are pinned already.");

        public void Unpin() => handle.Dispose();
    }
}
