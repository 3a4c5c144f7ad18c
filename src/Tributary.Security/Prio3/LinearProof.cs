using System.Numerics;

namespace Tributary.Security;

/// <summary>Fully linear proofs that a shared measurement is valid (Boneh et al., Crypto 2019, theorem 4.3; eprint 2019/188).</summary>
/// <remarks>
/// As draft-irtf-cfrg-vdaf has it since proofs are written as values at roots of unity: wire j of call k has its value at root k, and at
/// root 0 a random seed; the proof is the seeds and the values of the gadget's polynomial at twice as many roots, but for the last.
/// </remarks>
internal sealed class LinearProof<T>(ICircuit<T> circuit) where T : struct, IPrimeField<T>
{
    private readonly int _wireLength = (int)BitOperations.RoundUpToPowerOf2((uint)circuit.GadgetCalls + 1);

    /// <summary>Elements of the prover's randomness.</summary>
    public int ProveRandomLength => circuit.GadgetArity;

    /// <summary>Elements of the verifiers' randomness.</summary>
    public int QueryRandomLength => 1 + (circuit.ResultLength > 1 ? circuit.ResultLength : 0);

    /// <summary>Elements of a proof.</summary>
    public int ProofLength => circuit.GadgetArity + 2 * _wireLength - 1;

    /// <summary>Elements of a verifier's share.</summary>
    public int VerifierLength => circuit.GadgetArity + 2;

    /// <summary>A proof for an encoded measurement.</summary>
    public T[] Prove(ReadOnlySpan<T> measurement, ReadOnlySpan<T> random, ReadOnlySpan<T> jointRandom)
    {
        T[][] wires = Wires(random);
        int call = 0;
        circuit.Evaluate(measurement, jointRandom, 1, inputs =>
        {
            Record(wires, ++call, inputs);
            return circuit.Compute(inputs);
        });
        T[][] doubled = [.. wires.Select(wire => FieldMath.Double<T>(wire))];
        T[] proof = new T[ProofLength], inputs = new T[wires.Length];
        random.CopyTo(proof);
        for (int k = 0; k < 2 * _wireLength - 1; k++)
        {
            for (int j = 0; j < inputs.Length; j++) inputs[j] = doubled[j][k];
            proof[inputs.Length + k] = circuit.Compute(inputs);
        }
        return proof;
    }

    /// <summary>A verifier's share, from its shares of measurement and proof.</summary>
    /// <exception cref="SecurityException">The random point is a root of unity, where the answer would give something away.</exception>
    public T[] Query(ReadOnlySpan<T> measurement, ReadOnlySpan<T> proof, ReadOnlySpan<T> random, ReadOnlySpan<T> jointRandom, int shares)
    {
        T[][] wires = Wires(proof[..circuit.GadgetArity]);
        T[] gadget = Complete(proof[circuit.GadgetArity..]);
        int call = 0;
        T[] results = circuit.Evaluate(measurement, jointRandom, shares, inputs =>
        {
            Record(wires, ++call, inputs);
            return gadget[2 * call];
        });
        T point = random[^1];
        if (FieldMath.Power(point, (UInt128)_wireLength).Equals(T.From(1)))
            throw new SecurityException("The verifiers' random point is a root of unity, where their answer would reveal a measurement. "
                + "This happens by chance once in 2^50 reports: leave the report out.");
        T[] weights = FieldMath.EvaluationWeights(_wireLength, point), share = new T[VerifierLength];
        share[0] = results.Length == 1 ? results[0] : FieldMath.Dot<T>(random[..results.Length], results);
        for (int j = 0; j < wires.Length; j++) share[1 + j] = FieldMath.Dot<T>(wires[j], weights);
        share[^1] = FieldMath.Dot<T>(gadget, FieldMath.EvaluationWeights(2 * _wireLength, point));
        return share;
    }

    /// <summary>Whether the sum of the verifiers' shares says that the measurement is valid.</summary>
    public bool Decide(ReadOnlySpan<T> verifier) =>
        verifier[0].Equals(default(T)) && circuit.Compute(verifier[1..^1]).Equals(verifier[^1]);

    private T[][] Wires(ReadOnlySpan<T> seeds)
    {
        T[][] wires = new T[seeds.Length][];
        for (int j = 0; j < wires.Length; j++)
        {
            wires[j] = new T[_wireLength];
            wires[j][0] = seeds[j];
        }
        return wires;
    }

    private static void Record(T[][] wires, int call, ReadOnlySpan<T> inputs)
    {
        for (int j = 0; j < wires.Length; j++) wires[j][call] = inputs[j];
    }

    // The degree is 2 length - 2, so that the highest coefficient is zero: the sum of value k times root k over all k.
    private static T[] Complete(ReadOnlySpan<T> values)
    {
        T[] roots = FieldMath.Roots<T>(values.Length + 1), all = new T[roots.Length];
        values.CopyTo(all);
        all[^1] = default(T) - roots[1] * FieldMath.Dot(values, roots.AsSpan(0, values.Length));
        return all;
    }
}
