namespace Tributary.Security;

/// <summary>One of so many buckets, as zeros with one one.</summary>
internal sealed class HistogramCircuit(int length, int chunk) : ICircuit<Field128>
{
    private readonly ChunkedBits<Field128> _bits = new(length, chunk);

    public uint Algorithm => 4;

    public int MeasurementLength => length;

    public int JointRandomLength => _bits.Calls;

    public int OutputLength => length;

    public int ResultLength => 2;

    public int GadgetArity => _bits.Arity;

    public int GadgetCalls => _bits.Calls;

    public Field128 Compute(ReadOnlySpan<Field128> inputs) => ChunkedBits<Field128>.Compute(inputs);

    public Field128[] Evaluate(
        ReadOnlySpan<Field128> measurement, ReadOnlySpan<Field128> jointRandom, int shares, Gadget<Field128> gadget)
    {
        Field128 sum = default(Field128) - Field128.From((ulong)shares).Invert();
        foreach (Field128 bucket in measurement) sum += bucket;
        return [_bits.Evaluate(measurement, jointRandom, shares, gadget), sum];
    }

    public Field128[] Encode(ReadOnlySpan<ulong> measurement)
    {
        if (measurement.Length != 1 || measurement[0] >= (ulong)length)
            throw new ArgumentException(
                $"A histogram of {length} buckets takes one measurement from 0 to {length - 1}.", nameof(measurement));
        var encoded = new Field128[length];
        for (int i = 0; i < length; i++)
        {
            ulong other = (ulong)i ^ measurement[0];
            encoded[i] = Field128.From(1 - ((other | (0 - other)) >> 63)); // 1 for the bucket itself, in constant time
        }
        return encoded;
    }

    public Field128[] Truncate(ReadOnlySpan<Field128> measurement) => measurement.ToArray();
}
