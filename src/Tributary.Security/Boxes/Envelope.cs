using System.Buffers.Binary;
using System.Text;

namespace Tributary.Security;

/// <summary>Which message this is: nothing sealed or signed for one run, round, sender and receiver is taken for another.</summary>
/// <param name="Run">The run.</param>
/// <param name="Round">Its round.</param>
/// <param name="From">Who says it.</param>
/// <param name="To">To whom; empty for an announcement to everybody.</param>
public sealed record Envelope(string Run, int Round, string From, string To)
{
    /// <summary>A text that differs for any two envelopes: each name with its length before it.</summary>
    internal byte[] ToBytes(string purpose)
    {
        using var bytes = new MemoryStream();
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (string name in (string[])[purpose, Run, From, To])
        {
            byte[] text = Encoding.UTF8.GetBytes(name);
            BinaryPrimitives.WriteInt32LittleEndian(length, text.Length);
            bytes.Write(length);
            bytes.Write(text);
        }
        BinaryPrimitives.WriteInt32LittleEndian(length, Round);
        bytes.Write(length);
        return bytes.ToArray();
    }
}
