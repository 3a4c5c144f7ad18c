namespace Tributary.Security;

/// <summary>Zero or one.</summary>
internal sealed class CountCircuit : ICircuit<Field64>
{
    public uint Algorithm => 1;

    public int MeasurementLength => 1;

    public int JointRandomLength => 0;

    public int OutputLength => 1;

    public int ResultLength => 1;

    public int GadgetArity => 2;

    public int GadgetCalls => 1;

    public Field64 Compute(ReadOnlySpan<Field64> inputs) => inputs[0] * inputs[1];

    public Field64[] Evaluate(
        ReadOnlySpan<Field64> measurement, ReadOnlySpan<Field64> jointRandom, int shares, Gadget<Field64> gadget) =>
        [gadget([measurement[0], measurement[0]]) - measurement[0]];

    public Field64[] Encode(ReadOnlySpan<ulong> measurement) => measurement.Length == 1 && measurement[0] <= 1
        ? [Field64.From(measurement[0])]
        : throw new ArgumentException("A count takes one measurement, 0 or 1.", nameof(measurement));

    public Field64[] Truncate(ReadOnlySpan<Field64> measurement) => measurement.ToArray();
}
