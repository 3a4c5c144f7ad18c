using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Tributary.Models;

/// <summary>The head of a GGUF file, version 3: typed values under names, then where each tensor lies.</summary>
/// <remarks>The format of ggml, <c>docs/gguf.md</c> there. All numbers are little-endian, extents stand innermost first.</remarks>
internal sealed class GgufWriter
{
    /// <summary>What the place of every tensor is a multiple of.</summary>
    public const int Alignment = 32;

    private const uint Magic = 0x46554747, Version = 3; // "GGUF"
    private const uint UInt32 = 4, Int32 = 5, Float32 = 6, Bool = 7, String = 8, Array = 9;

    private readonly ArrayBufferWriter<byte> _values = new();
    private ulong _count;

    public void Add(string name, uint value)
    {
        Begin(name, UInt32);
        Number(_values, value);
    }

    public void Add(string name, float value)
    {
        Begin(name, Float32);
        Number(_values, BitConverter.SingleToUInt32Bits(value));
    }

    public void Add(string name, bool value)
    {
        Begin(name, Bool);
        _values.Write([value ? (byte)1 : (byte)0]);
    }

    public void Add(string name, string value)
    {
        Begin(name, String);
        Text(_values, value);
    }

    public void Add(string name, IReadOnlyList<string> values)
    {
        BeginArray(name, String, values.Count);
        foreach (string value in values) Text(_values, value);
    }

    public void Add(string name, IReadOnlyList<int> values)
    {
        BeginArray(name, Int32, values.Count);
        foreach (int value in values) Number(_values, (uint)value);
    }

    /// <summary>Writes everything up to the first tensor's bytes.</summary>
    public void WriteHead(Stream stream, IReadOnlyList<GgufTensor> tensors)
    {
        var head = new ArrayBufferWriter<byte>();
        Number(head, Magic);
        Number(head, Version);
        Number(head, (ulong)tensors.Count);
        Number(head, _count);
        head.Write(_values.WrittenSpan);
        long offset = 0;
        foreach (GgufTensor tensor in tensors)
        {
            Text(head, tensor.Place.Name);
            Number(head, (uint)tensor.Place.Shape.Length);
            foreach (long extent in tensor.Place.Shape.Reverse()) Number(head, (ulong)extent);
            Number(head, (uint)tensor.Type);
            Number(head, (ulong)offset);
            offset += RoundUp(tensor.Bytes);
        }
        stream.Write(head.WrittenSpan);
        Pad(stream, head.WrittenCount);
    }

    /// <summary>Writes zeros behind a part of some length, up to where the next may begin.</summary>
    public static void Pad(Stream stream, long length) => stream.Write(new byte[RoundUp(length) - length]);

    private static long RoundUp(long length) => (length + Alignment - 1) / Alignment * Alignment;

    private void Begin(string name, uint type)
    {
        _count++;
        Text(_values, name);
        Number(_values, type);
    }

    private void BeginArray(string name, uint type, int count)
    {
        Begin(name, Array);
        Number(_values, type);
        Number(_values, (ulong)count);
    }

    private static void Text(ArrayBufferWriter<byte> target, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Number(target, (ulong)bytes.Length);
        target.Write(bytes);
    }

    private static void Number(ArrayBufferWriter<byte> target, uint value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        target.Write(bytes);
    }

    private static void Number(ArrayBufferWriter<byte> target, ulong value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        target.Write(bytes);
    }
}
