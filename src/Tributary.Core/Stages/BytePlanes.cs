namespace Tributary.Core;

/// <summary>
/// Turns numbers of several bytes into all first bytes, all second bytes and so on: exponents repeat, and lie together then.
/// </summary>
/// <remarks>The byte shuffle of HDF5 and Blosc.</remarks>
internal static class BytePlanes
{
    public static byte[] Split(ReadOnlySpan<byte> numbers, int size)
    {
        byte[] planes = new byte[numbers.Length];
        int count = numbers.Length / size;
        for (int i = 0; i < count; i++)
            for (int b = 0; b < size; b++)
                planes[b * count + i] = numbers[i * size + b];
        return planes;
    }

    public static byte[] Join(ReadOnlySpan<byte> planes, int size)
    {
        byte[] numbers = new byte[planes.Length];
        int count = planes.Length / size;
        for (int i = 0; i < count; i++)
            for (int b = 0; b < size; b++)
                numbers[i * size + b] = planes[b * count + i];
        return numbers;
    }
}
