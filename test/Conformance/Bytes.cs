using System.Buffers.Binary;

namespace Tributary.Tests;

/// <summary>Content for tests: the same for the same number, and different from end to end for another.</summary>
internal static class Bytes
{
    public static byte[] Numbered(int number, int length)
    {
        byte[] bytes = new byte[length];
        uint state = (uint)number * 2654435761u + 1;
        for (int i = 0; i < length; i++)
        {
            state = state * 1664525u + 1013904223u;
            bytes[i] = (byte)(state >> 24);
        }
        if (length >= 4) BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        return bytes;
    }
}
