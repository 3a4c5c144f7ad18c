namespace Tributary.Core;

/// <summary>Finds the largest of many numbers in three passes (a radix select), whatever they are.</summary>
internal static class LargestMagnitudes
{
    private const int LowBits = 16, HighBits = 15; // a float's bits without the sign, which order as its magnitude does

    /// <summary>The places of the <paramref name="count"/> largest magnitudes, ascending; of equal ones the first.</summary>
    public static int[] Find(ReadOnlySpan<float> values, int count)
    {
        int[] highs = new int[1 << HighBits], lows = new int[1 << LowBits];
        foreach (float value in values) highs[Magnitude(value) >> LowBits]++;
        int ties = count;
        uint high = Bucket(highs, ref ties);
        foreach (float value in values)
            if (Magnitude(value) >> LowBits == high)
                lows[Magnitude(value) & ((1 << LowBits) - 1)]++;
        uint threshold = (high << LowBits) | Bucket(lows, ref ties);

        int[] places = new int[count];
        for (int i = 0, next = 0; next < count; i++)
        {
            uint magnitude = Magnitude(values[i]);
            if (magnitude > threshold || (magnitude == threshold && ties-- > 0)) places[next++] = i;
        }
        return places;
    }

    /// <summary>
    /// The bucket in which the count from above reaches <paramref name="wanted"/>, which becomes what is wanted of that bucket.
    /// </summary>
    private static uint Bucket(int[] counts, ref int wanted)
    {
        int bucket = counts.Length - 1;
        for (; counts[bucket] < wanted; bucket--) wanted -= counts[bucket];
        return (uint)bucket;
    }

    private static uint Magnitude(float value) => BitConverter.SingleToUInt32Bits(value) & 0x7FFFFFFF;
}
