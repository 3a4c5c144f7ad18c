namespace Tributary.Simulation;

/// <summary>CRC-32 as PNG and zip use it (ISO/IEC 15948, annex D).</summary>
internal static class Crc32
{
    private const uint Polynomial = 0xedb88320;

    private static readonly uint[] _table = [.. Enumerable.Range(0, 256).Select(Remainder)];

    /// <summary>The checksum of two pieces as if they were one.</summary>
    public static uint Of(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) => ~Continue(Continue(uint.MaxValue, first), second);

    private static uint Continue(uint crc, ReadOnlySpan<byte> data)
    {
        foreach (byte b in data) crc = _table[(byte)(crc ^ b)] ^ crc >> 8;
        return crc;
    }

    private static uint Remainder(int value)
    {
        uint crc = (uint)value;
        for (int bit = 0; bit < 8; bit++) crc = (crc & 1) == 0 ? crc >> 1 : crc >> 1 ^ Polynomial;
        return crc;
    }
}
