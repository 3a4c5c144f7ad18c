namespace Tributary.Security;

/// <summary>What a valid measurement is, as an arithmetic circuit with one kind of gadget of degree two.</summary>
/// <remarks>Draft-irtf-cfrg-vdaf, section "Validity Circuits": the outputs are zero for a valid encoded measurement.</remarks>
internal interface ICircuit<T> where T : struct, IPrimeField<T>
{
    /// <summary>The number that the draft gives to Prio3 with this circuit.</summary>
    uint Algorithm { get; }

    /// <summary>Elements of an encoded measurement.</summary>
    int MeasurementLength { get; }

    /// <summary>Elements of joint randomness.</summary>
    int JointRandomLength { get; }

    /// <summary>Elements of what is added up.</summary>
    int OutputLength { get; }

    /// <summary>Outputs of the circuit.</summary>
    int ResultLength { get; }

    /// <summary>Inputs of the gadget.</summary>
    int GadgetArity { get; }

    /// <summary>How often it is called.</summary>
    int GadgetCalls { get; }

    /// <summary>The gadget itself.</summary>
    T Compute(ReadOnlySpan<T> inputs);

    /// <summary>The circuit, with some way to know what the gadget gives.</summary>
    T[] Evaluate(ReadOnlySpan<T> measurement, ReadOnlySpan<T> jointRandom, int shares, Gadget<T> gadget);

    /// <summary>Encodes a measurement.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    T[] Encode(ReadOnlySpan<ulong> measurement);

    /// <summary>What of an encoded measurement, or of a share of one, is added up.</summary>
    T[] Truncate(ReadOnlySpan<T> measurement);
}
