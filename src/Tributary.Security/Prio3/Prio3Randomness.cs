using System.Buffers.Binary;

namespace Tributary.Security;

/// <summary>Everything random of one report, each from its seed under a domain separation tag of its own.</summary>
internal sealed class Prio3Randomness<T>(uint algorithm, byte[] context) where T : struct, IPrimeField<T>
{
    private const byte Version = 18, Class = 0, Proofs = 1;

    public T[] MeasurementShare(ReadOnlySpan<byte> seed, int aggregator, int length) => Vector(seed, 1, [(byte)aggregator], length);

    public T[] ProofShare(ReadOnlySpan<byte> seed, int aggregator, int length) => Vector(seed, 2, [Proofs, (byte)aggregator], length);

    public T[] Joint(ReadOnlySpan<byte> seed, int length) => Vector(seed, 3, [Proofs], length);

    public T[] Prove(ReadOnlySpan<byte> seed, int length) => Vector(seed, 4, [Proofs], length);

    public T[] Query(ReadOnlySpan<byte> verifyKey, ReadOnlySpan<byte> nonce, int length) =>
        Vector(verifyKey, 5, [Proofs, .. nonce], length);

    public byte[] JointSeed(ReadOnlySpan<byte> parts) => new Xof(new byte[Xof.SeedLength], Tag(6), parts).NextSeed();

    public byte[] JointPart(ReadOnlySpan<byte> blind, int aggregator, ReadOnlySpan<byte> nonce, ReadOnlySpan<T> share) =>
        new Xof(blind, Tag(7), [(byte)aggregator, .. nonce, .. FieldMath.ToBytes(share)]).NextSeed();

    private T[] Vector(ReadOnlySpan<byte> seed, ushort usage, ReadOnlySpan<byte> binder, int length) =>
        new Xof(seed, Tag(usage), binder).NextVector<T>(length);

    private byte[] Tag(ushort usage)
    {
        byte[] tag = new byte[8 + context.Length];
        (tag[0], tag[1]) = (Version, Class);
        BinaryPrimitives.WriteUInt32BigEndian(tag.AsSpan(2), algorithm);
        BinaryPrimitives.WriteUInt16BigEndian(tag.AsSpan(6), usage);
        context.CopyTo(tag, 8);
        return tag;
    }
}
