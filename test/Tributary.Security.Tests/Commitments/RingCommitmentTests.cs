using System.Security.Cryptography;
using Tributary.Tensors;

namespace Tributary.Security.Tests;

public sealed class RingCommitmentTests
{
    private const int Degree = LatticeParameters.Degree;
    private readonly RandomStream _random = new(31);

    [Fact]
    public void The_sum_of_commitments_is_the_commitment_to_the_sum()
    {
        int[] sum = new int[10_000], randomness = new int[RingCommitment.RandomnessLength];
        var commitments = RingCommitment.Zero();
        for (int client = 0; client < 20; client++)
        {
            int[] message = Integers(sum.Length, 1 << 20), own = Fresh();
            commitments.Add(RingCommitment.To(message, own));
            for (int i = 0; i < sum.Length; i++) sum[i] += message[i];
            for (int i = 0; i < own.Length; i++) randomness[i] += own[i];
        }
        Assert.True(RingCommitment.To(sum, randomness).Matches(commitments));
        sum[7]++;
        Assert.False(RingCommitment.To(sum, randomness).Matches(commitments));
    }

    [Theory]
    [InlineData(1_000_000)]
    [InlineData(10_000_000)]
    public void Millions_of_integers_are_bound_to_the_last(int length)
    {
        int[] message = new int[length], randomness = Fresh();
        for (int i = 0; i < length; i += 97) message[i] = i % 1000 - 500;
        RingCommitment honest = RingCommitment.To(message, randomness), twice = RingCommitment.Zero();
        twice.Add(honest);
        twice.Add(honest);
        for (int i = 0; i < length; i++) message[i] *= 2;
        int[] doubled = [.. randomness.Select(value => 2 * value)];
        Assert.True(RingCommitment.To(message, doubled).Matches(twice));
        message[^1]++;
        Assert.False(RingCommitment.To(message, doubled).Matches(twice));
    }

    [Fact]
    public void A_thousand_clients_add_up_without_overflow()
    {
        int[] message = [int.MaxValue, int.MinValue, -1, 1], own = Fresh();
        var one = RingCommitment.FromBytes(RingCommitment.To(message, own).ToBytes());
        var sum = RingCommitment.Zero();
        for (int client = 0; client < LatticeParameters.MaxCohort; client++) sum.Add(one);
        int[] few = [.. message.Select(value => value / 1024)], many = [.. few.Select(value => value * 1024)];
        var small = RingCommitment.Zero();
        RingCommitment part = RingCommitment.To(few, own);
        for (int client = 0; client < LatticeParameters.MaxCohort; client++) small.Add(part);
        Assert.True(small.Matches(RingCommitment.To(many, [.. own.Select(value => value * 1024)])));
        Assert.False(sum.Matches(small));
    }

    [Fact]
    public void It_is_what_the_definition_says()
    {
        // Few integers that are not zero, so that products by hand are shifts of the public polynomials.
        var message = new int[Degree + 100];
        (message[3], message[Degree - 1], message[Degree], message[Degree + 99]) = (5, -7, 1 << 30, int.MinValue);
        int[] randomness = new int[RingCommitment.RandomnessLength];
        (randomness[1], randomness[Degree - 2], randomness[Degree], randomness[^1]) = (-43, 43, 11, -1);
        Modulus modulus = Modulus.Both[0];
        ulong[] expected = new ulong[Degree];
        AddShifts(message.AsSpan(0, Degree), 0);
        AddShifts(message.AsSpan(Degree), 1);
        AddShifts(randomness.AsSpan(0, Degree), ulong.MaxValue);
        for (int i = 0; i < Degree; i++) expected[i] = modulus.Add(expected[i], modulus.Lift(randomness[Degree + i]));
        byte[] bytes = new byte[RingCommitment.ByteLength];
        ResidueBytes.Write(expected, bytes);
        Assert.Equal(bytes, RingCommitment.To(message, randomness).ToBytes());

        void AddShifts(ReadOnlySpan<int> integers, ulong column)
        {
            using var stream = new KeyStream(SHA256.HashData("tributary ring commitment v1"u8));
            ulong[] matrix = new ulong[Degree];
            stream.FillUniform(matrix, modulus, column);
            NumberTheoreticTransform.Both[0].Inverse(matrix);
            for (int k = 0; k < integers.Length; k++)
            {
                if (integers[k] == 0) continue;
                for (int i = 0; i < Degree; i++)
                {
                    ulong term = modulus.Multiply(matrix[i], modulus.Lift(integers[k]));
                    int at = (i + k) % Degree; // x^4096 is minus one
                    expected[at] = i + k < Degree ? modulus.Add(expected[at], term) : modulus.Subtract(expected[at], term);
                }
            }
        }
    }

    [Fact]
    public void Its_bytes_are_those_of_every_version()
    {
        int[] message = [.. Enumerable.Range(-5000, 10_000)], randomness = [.. Enumerable.Range(0, RingCommitment.RandomnessLength).Select(i => i % 87 - 43)];
        string digest = Convert.ToHexStringLower(SHA256.HashData(RingCommitment.To(message, randomness).ToBytes()));
        Assert.True(digest == Golden, digest);
    }

    private const string Golden = "02d899c62e57f963f87604ded7c548afcaef4a30cf161c6dd8dd7d89c6b63482";

    [Fact]
    public void The_same_message_never_gives_the_same_commitment_and_none_looks_like_its_message()
    {
        int[] nothing = new int[Degree];
        byte[] one = RingCommitment.To(nothing, Fresh()).ToBytes(), two = RingCommitment.To(nothing, Fresh()).ToBytes();
        Assert.NotEqual(one, two);
        int ones = one.Sum(value => System.Numerics.BitOperations.PopCount(value));
        Assert.InRange(ones, (one.Length * 4) - 1500, (one.Length * 4) + 1500); // six standard deviations of fair bits
    }

    [Fact]
    public void Randomness_is_small_and_every_secret_is_zeroed()
    {
        using SecretWatch watch = SecretWatch.Start();
        int[] randomness = Fresh();
        RingCommitment.To([1, 2, 3], randomness);
        Assert.All(randomness, value => Assert.InRange(value, -RingCommitment.LargestRandomness, RingCommitment.LargestRandomness));
        Assert.InRange(randomness.Average(value => (double)value * value), 19, 24); // 21.5
        Assert.NotEmpty(watch.Seen);
        Assert.All(watch.Seen, secret => Assert.True(secret.IsZero));
    }

    [Fact]
    public void Damaged_bytes_are_another_commitment_or_refused()
    {
        int[] randomness = Fresh();
        RingCommitment honest = RingCommitment.To([1, 2, 3], randomness);
        byte[] bytes = honest.ToBytes();
        Assert.Throws<SecurityException>(() => RingCommitment.FromBytes(bytes.AsSpan(1)));
        Assert.Throws<SecurityException>(() => RingCommitment.FromBytes([.. bytes, 0]));
        for (int trial = 0; trial < 300; trial++)
        {
            byte[] damaged = [.. bytes];
            damaged[_random.NextInt(damaged.Length)] ^= (byte)(1 << _random.NextInt(8));
            try
            {
                Assert.False(RingCommitment.FromBytes(damaged).Matches(honest));
            }
            catch (SecurityException)
            {
                // a residue that is none
            }
        }
        byte[] full = [.. bytes];
        full.AsSpan(54, 54).Fill(0xff);
        Assert.Throws<SecurityException>(() => RingCommitment.FromBytes(full));
    }

    private static int[] Fresh()
    {
        int[] randomness = new int[RingCommitment.RandomnessLength];
        RingCommitment.FillRandomness(randomness);
        return randomness;
    }

    private int[] Integers(int length, int limit)
    {
        int[] integers = new int[length];
        for (int i = 0; i < length; i++) integers[i] = _random.NextInt(2 * limit) - limit;
        return integers;
    }
}
