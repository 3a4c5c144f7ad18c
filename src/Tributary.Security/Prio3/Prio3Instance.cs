using System.Security.Cryptography;

namespace Tributary.Security;

/// <summary>Prio3 with one circuit and one proof a report.</summary>
internal sealed class Prio3Instance<T> : IPrio3 where T : struct, IPrimeField<T>
{
    private const int NonceLength = 16, Seed = Xof.SeedLength;
    private readonly ICircuit<T> _circuit;
    private readonly LinearProof<T> _proof;
    private readonly bool _joint; // whether prover and verifiers share randomness

    public Prio3Instance(ICircuit<T> circuit, int shares)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(shares, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(shares, 255);
        _circuit = circuit;
        _proof = new LinearProof<T>(circuit);
        _joint = circuit.JointRandomLength > 0;
        Shares = shares;
    }

    /// <inheritdoc/>
    public int Shares { get; }

    /// <inheritdoc/>
    public int RandomLength => Shares * Seed * (_joint ? 2 : 1);

    /// <inheritdoc/>
    public Prio3Report Shard(
        ReadOnlySpan<byte> context, ReadOnlySpan<ulong> measurement, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> random)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(nonce.Length, NonceLength, nameof(nonce));
        ArgumentOutOfRangeException.ThrowIfNotEqual(random.Length, RandomLength, nameof(random));
        var randomness = new Prio3Randomness<T>(_circuit.Algorithm, context.ToArray());
        T[] encoded = _circuit.Encode(measurement), leader = [.. encoded];
        byte[] seeds = random.ToArray();
        int stride = _joint ? 2 : 1; // a helper's seed, and its blind
        byte[][] parts = new byte[_joint ? Shares : 0][];
        for (int helper = 1; helper < Shares; helper++)
        {
            T[] share = randomness.MeasurementShare(SeedAt(seeds, (helper - 1) * stride), helper, encoded.Length);
            FieldMath.Accumulate<T>(leader, share, negate: true);
            if (_joint) parts[helper] = randomness.JointPart(SeedAt(seeds, (helper - 1) * stride + 1), helper, nonce, share);
        }
        int next = (Shares - 1) * stride;
        ReadOnlySpan<byte> blind = _joint ? SeedAt(seeds, next++) : [];
        if (_joint) parts[0] = randomness.JointPart(blind, 0, nonce, leader);
        byte[] publicShare = [.. parts.SelectMany(part => part)];
        T[] joint = _joint ? randomness.Joint(randomness.JointSeed(publicShare), _circuit.JointRandomLength) : [];
        T[] proof = _proof.Prove(encoded, randomness.Prove(SeedAt(seeds, next), _proof.ProveRandomLength), joint);
        for (int helper = 1; helper < Shares; helper++)
            FieldMath.Accumulate<T>(proof,
                randomness.ProofShare(SeedAt(seeds, (helper - 1) * stride), helper, _proof.ProofLength), negate: true);
        byte[][] inputs = new byte[Shares][];
        inputs[0] = [.. FieldMath.ToBytes<T>(leader), .. FieldMath.ToBytes<T>(proof), .. blind];
        for (int helper = 1; helper < Shares; helper++)
            inputs[helper] = seeds.AsSpan((helper - 1) * stride * Seed, stride * Seed).ToArray();
        return new Prio3Report(publicShare, inputs);
    }

    /// <inheritdoc/>
    public Prio3Verification Begin(
        ReadOnlySpan<byte> verifyKey, ReadOnlySpan<byte> context, int aggregator, ReadOnlySpan<byte> nonce,
        ReadOnlySpan<byte> publicShare, ReadOnlySpan<byte> inputShare)
    {
        var randomness = new Prio3Randomness<T>(_circuit.Algorithm, context.ToArray());
        int measurementSize = _circuit.MeasurementLength * T.Size, proofSize = _proof.ProofLength * T.Size, blindSize = _joint ? Seed : 0;
        RequireLength(publicShare, _joint ? Shares * Seed : 0);
        RequireLength(inputShare, (aggregator == 0 ? measurementSize + proofSize : Seed) + blindSize);
        T[] measurement = aggregator == 0
            ? FieldMath.Read<T>(inputShare[..measurementSize], _circuit.MeasurementLength)
            : randomness.MeasurementShare(inputShare[..Seed], aggregator, _circuit.MeasurementLength);
        T[] proof = aggregator == 0
            ? FieldMath.Read<T>(inputShare.Slice(measurementSize, proofSize), _proof.ProofLength)
            : randomness.ProofShare(inputShare[..Seed], aggregator, _proof.ProofLength);
        byte[] part = [], seed = [];
        T[] joint = [];
        if (_joint)
        {
            part = randomness.JointPart(inputShare[^Seed..], aggregator, nonce, measurement);
            byte[] parts = publicShare.ToArray();
            part.CopyTo(parts, aggregator * Seed);
            seed = randomness.JointSeed(parts);
            joint = randomness.Joint(seed, _circuit.JointRandomLength);
        }
        T[] query = randomness.Query(verifyKey, nonce, _proof.QueryRandomLength);
        T[] share = _proof.Query(measurement, proof, query, joint, Shares);
        return new Prio3Verification(
            FieldMath.ToBytes<T>(_circuit.Truncate(measurement)), seed, [.. FieldMath.ToBytes<T>(share), .. part]);
    }

    /// <inheritdoc/>
    public byte[] Combine(ReadOnlySpan<byte> context, IReadOnlyList<byte[]> verifierShares)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(verifierShares.Count, Shares, nameof(verifierShares));
        int size = _proof.VerifierLength * T.Size;
        T[] verifier = new T[_proof.VerifierLength];
        foreach (byte[] share in verifierShares)
        {
            RequireLength(share, size + (_joint ? Seed : 0));
            FieldMath.Accumulate<T>(verifier, FieldMath.Read<T>(share.AsSpan(0, size), _proof.VerifierLength));
        }
        if (!_proof.Decide(verifier))
            throw new SecurityException("A measurement is not valid, or a share of it was changed; added up it would spoil the sum. "
                + "Leave the report out.");
        if (!_joint) return [];
        byte[] parts = [.. verifierShares.SelectMany(share => share[size..])];
        return new Prio3Randomness<T>(_circuit.Algorithm, context.ToArray()).JointSeed(parts);
    }

    /// <inheritdoc/>
    public byte[] Finish(Prio3Verification verification, ReadOnlySpan<byte> message) =>
        CryptographicOperations.FixedTimeEquals(verification.Seed, message)
            ? verification.OutputShare
            : throw new SecurityException("The client proved its measurement with other randomness than the aggregators', so that the "
                + "proof says nothing. Leave the report out.");

    /// <inheritdoc/>
    public byte[] Aggregate(IEnumerable<byte[]> outputShares) => FieldMath.ToBytes<T>(Add(outputShares));

    /// <inheritdoc/>
    public IReadOnlyList<UInt128> Unshard(IReadOnlyList<byte[]> aggregateShares) =>
        [.. Add(aggregateShares).Select(element => element.ToInteger())];

    private T[] Add(IEnumerable<byte[]> shares)
    {
        T[] sum = new T[_circuit.OutputLength];
        foreach (byte[] share in shares) FieldMath.Accumulate<T>(sum, FieldMath.Read<T>(share, sum.Length));
        return sum;
    }

    private static ReadOnlySpan<byte> SeedAt(byte[] seeds, int index) => seeds.AsSpan(index * Seed, Seed);

    private static void RequireLength(ReadOnlySpan<byte> bytes, int length)
    {
        if (bytes.Length != length)
            throw new SecurityException($"A message of a report has {bytes.Length} bytes instead of {length}; nothing of it can be used. "
                + "Leave the report out.");
    }
}
