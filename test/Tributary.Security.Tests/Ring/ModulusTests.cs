using System.Numerics;

namespace Tributary.Security.Tests;

/// <summary>Arithmetic on residues, beside exact integers.</summary>
public sealed class ModulusTests
{
    public static TheoryData<int> Primes => [0, 1];

    [Theory]
    [MemberData(nameof(Primes))]
    public void Products_powers_and_quotients_are_those_of_exact_integers(int index)
    {
        Modulus modulus = Modulus.Both[index];
        BigInteger q = modulus.Value;
        ulong[] residues = [0, 1, 2, modulus.Value / 2, modulus.Value - 1, .. Polynomials.Uniform(modulus, 1).Take(50)];
        foreach (ulong a in residues)
        {
            Assert.Equal((ulong)(((BigInteger)a << 64) / q), modulus.Quotient(a));
            Assert.Equal((ulong)BigInteger.ModPow(a, 12345, q), modulus.Power(a, 12345));
            foreach (ulong b in residues)
            {
                Assert.Equal((ulong)((BigInteger)a * b % q), modulus.Multiply(a, b));
                Assert.Equal((ulong)(((BigInteger)a + b) % q), modulus.Add(a, b));
                Assert.Equal((ulong)(((BigInteger)a - b + q) % q), modulus.Subtract(a, b));
            }
            if (a != 0) Assert.Equal(1UL, modulus.Multiply(a, modulus.Invert(a)));
        }
    }

    [Theory]
    [MemberData(nameof(Primes))]
    public void Signed_integers_come_back_from_their_residues(int index)
    {
        Modulus modulus = Modulus.Both[index];
        long half = (long)(modulus.Value / 2);
        foreach (long value in (long[])[0, 1, -1, 43, -43, half, -half]) Assert.Equal(value, modulus.Centre(modulus.Lift(value)));
    }

    [Fact]
    public void The_modulus_is_of_two_primes_and_stays_within_the_standard_for_128_bits()
    {
        BigInteger product = BigInteger.One;
        foreach (ulong prime in LatticeParameters.Primes)
        {
            foreach (int witness in (int[])[2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37]) // enough for 64 bits
                Assert.True(IsStrongProbablePrime(prime, witness));
            Assert.Equal(1UL, prime % (2 * LatticeParameters.Degree));
            product *= prime;
        }
        Assert.NotEqual(LatticeParameters.Primes[0], LatticeParameters.Primes[1]);
        Assert.True(product < BigInteger.One << 109);
        Assert.True(Math.Sqrt(LatticeParameters.BinomialBits / 2.0) >= 4.6);
        BigInteger largest = (BigInteger.One << LatticeParameters.MessageBits)
            * (LatticeParameters.BinomialBits * LatticeParameters.MaxCohort + 1);
        Assert.True(2 * largest < product);
    }

    private static bool IsStrongProbablePrime(ulong candidate, int witness)
    {
        int twos = BitOperations.TrailingZeroCount(candidate - 1);
        BigInteger power = BigInteger.ModPow(witness, (candidate - 1) >> twos, candidate);
        if (power == 1 || power == candidate - 1) return true;
        for (int i = 1; i < twos; i++)
        {
            power = power * power % candidate;
            if (power == candidate - 1) return true;
        }
        return false;
    }
}
