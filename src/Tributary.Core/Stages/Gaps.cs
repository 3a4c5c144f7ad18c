namespace Tributary.Core;

/// <summary>
/// Ascending places as the gaps between them, seven bits a byte, lowest first; the top bit says that more follow (LEB128).
/// </summary>
internal static class Gaps
{
    private const int MaxBytes = 5; // for 31 bits

    public static byte[] Write(ReadOnlySpan<int> places)
    {
        byte[] bytes = new byte[MaxBytes * places.Length];
        int length = 0, next = 0;
        foreach (int place in places)
        {
            int gap = place - next;
            for (; gap > 127; gap >>= 7) bytes[length++] = (byte)(gap | 128);
            bytes[length++] = (byte)gap;
            next = place + 1;
        }
        return bytes[..length];
    }

    /// <summary>Reads as many places as <paramref name="places"/> holds, each below <paramref name="end"/>.</summary>
    /// <exception cref="MalformedUpdateException">The bytes are not so many places, or not in their shortest form.</exception>
    public static void Read(ReadOnlySpan<byte> bytes, int end, Span<int> places)
    {
        long next = 0;
        foreach (ref int place in places)
        {
            next += ReadOne(ref bytes);
            if (next >= end) throw new MalformedUpdateException($"The update names a place beyond its {end} values.");
            place = (int)next++;
        }
        if (!bytes.IsEmpty) throw new MalformedUpdateException($"The update names more than {places.Length} places.");
    }

    private static long ReadOne(ref ReadOnlySpan<byte> bytes)
    {
        long gap = 0;
        for (int i = 0; i < Math.Min(MaxBytes, bytes.Length); i++)
        {
            gap |= (bytes[i] & 127L) << (7 * i);
            if (bytes[i] > 127) continue;
            if (i > 0 && bytes[i] == 0) break;
            bytes = bytes[(i + 1)..];
            return gap;
        }
        throw new MalformedUpdateException("The update has a place that is cut off, too large or longer than it need be.");
    }
}
