namespace Tributary.Security;

/// <summary>A vector of integers from 0 to a largest one, as bits.</summary>
internal sealed class SumVecCircuit(int length, ulong largest, int chunk) : ICircuit<Field128>
{
    private readonly RangeEncoding<Field128> _range = new(largest);
    private readonly ChunkedBits<Field128> _bits = new(length * new RangeEncoding<Field128>(largest).Bits, chunk);

    public uint Algorithm => 3;

    public int MeasurementLength => length * _range.Bits;

    public int JointRandomLength => _bits.Calls;

    public int OutputLength => length;

    public int ResultLength => 1;

    public int GadgetArity => _bits.Arity;

    public int GadgetCalls => _bits.Calls;

    public Field128 Compute(ReadOnlySpan<Field128> inputs) => ChunkedBits<Field128>.Compute(inputs);

    public Field128[] Evaluate(
        ReadOnlySpan<Field128> measurement, ReadOnlySpan<Field128> jointRandom, int shares, Gadget<Field128> gadget) =>
        [_bits.Evaluate(measurement, jointRandom, shares, gadget)];

    public Field128[] Encode(ReadOnlySpan<ulong> measurement)
    {
        if (measurement.Length != length)
            throw new ArgumentException($"A measurement has {length} elements here, not {measurement.Length}.", nameof(measurement));
        var encoded = new Field128[MeasurementLength];
        for (int i = 0; i < length; i++) _range.Encode(measurement[i], encoded.AsSpan(i * _range.Bits, _range.Bits));
        return encoded;
    }

    public Field128[] Truncate(ReadOnlySpan<Field128> measurement)
    {
        var values = new Field128[length];
        for (int i = 0; i < length; i++) values[i] = _range.Decode(measurement.Slice(i * _range.Bits, _range.Bits));
        return values;
    }
}
