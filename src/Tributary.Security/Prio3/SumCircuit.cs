namespace Tributary.Security;

/// <summary>An integer from 0 to a largest one, as bits.</summary>
internal sealed class SumCircuit(ulong largest) : ICircuit<Field64>
{
    private readonly RangeEncoding<Field64> _range = new(largest);

    public uint Algorithm => 2;

    public int MeasurementLength => _range.Bits;

    public int JointRandomLength => 0;

    public int OutputLength => 1;

    public int ResultLength => _range.Bits;

    public int GadgetArity => 1;

    public int GadgetCalls => _range.Bits;

    public Field64 Compute(ReadOnlySpan<Field64> inputs) => inputs[0] * inputs[0] - inputs[0];

    public Field64[] Evaluate(
        ReadOnlySpan<Field64> measurement, ReadOnlySpan<Field64> jointRandom, int shares, Gadget<Field64> gadget)
    {
        var results = new Field64[measurement.Length];
        for (int i = 0; i < results.Length; i++) results[i] = gadget(measurement.Slice(i, 1));
        return results;
    }

    public Field64[] Encode(ReadOnlySpan<ulong> measurement)
    {
        if (measurement.Length != 1) throw new ArgumentException("A sum takes one measurement.", nameof(measurement));
        var encoded = new Field64[_range.Bits];
        _range.Encode(measurement[0], encoded);
        return encoded;
    }

    public Field64[] Truncate(ReadOnlySpan<Field64> measurement) => [_range.Decode(measurement)];
}
