namespace Tributary.Security.Tests;

/// <summary>Any so many shares rebuild the secrets, fewer do not, and wrong shares are named.</summary>
public sealed class VectorSharingTests
{
    private static readonly ulong[] _secrets =
        [0, 1, 2, Modulus.Both[0].Value - 1, .. Polynomials.Uniform(Modulus.Both[0], 20).Take(77)];

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 4)]
    [InlineData(2, 3)]
    [InlineData(5, 5)]
    [InlineData(7, 10)]
    public void Any_members_as_many_as_the_threshold_rebuild_the_secrets(int threshold, int members)
    {
        IReadOnlyList<FieldShare> shares = VectorSharing.Split(_secrets, threshold, members);
        for (int skipped = 0; skipped <= members - threshold; skipped++)
        {
            using RebuiltSecrets rebuilt = VectorSharing.Rebuild([.. shares.Skip(skipped).Take(threshold).Reverse()], threshold);
            Assert.Equal(_secrets, rebuilt.Values);
            Assert.Empty(rebuilt.Wrong);
        }
    }

    [Theory]
    [InlineData(3, 5, new[] { 2 })]
    [InlineData(3, 7, new[] { 1, 7 })]
    [InlineData(7, 10, new[] { 4 })]
    [InlineData(2, 10, new[] { 3, 5, 8, 10 })]
    [InlineData(4, 9, new int[0])]
    public void Members_that_lie_in_a_single_value_are_named_and_left_out(int threshold, int members, int[] liars)
    {
        IReadOnlyList<FieldShare> shares = VectorSharing.Split(_secrets, threshold, members);
        foreach (int liar in liars) shares[liar - 1].Values[liar] = Modulus.Both[0].Add(shares[liar - 1].Values[liar], 1);
        using RebuiltSecrets rebuilt = VectorSharing.Rebuild(shares, threshold);
        Assert.Equal(liars, rebuilt.Wrong);
        Assert.Equal(_secrets, rebuilt.Values);
    }

    [Theory]
    [InlineData(3, 4, 1)]
    [InlineData(3, 6, 2)]
    [InlineData(5, 10, 3)]
    public void More_liars_than_can_be_told_apart_are_noticed(int threshold, int members, int liars)
    {
        IReadOnlyList<FieldShare> shares = VectorSharing.Split(_secrets, threshold, members);
        for (int liar = 0; liar < liars; liar++)
            for (int i = 0; i < _secrets.Length; i++) shares[liar].Values[i] = (ulong)(1000 * liar * liar + 7 * i);
        Assert.Throws<SecurityException>(() => VectorSharing.Rebuild(shares, threshold));
    }

    [Fact]
    public void Fewer_members_than_the_threshold_or_one_member_twice_rebuild_nothing()
    {
        IReadOnlyList<FieldShare> shares = VectorSharing.Split(_secrets, 3, 5);
        Assert.Throws<SecurityException>(() => VectorSharing.Rebuild([shares[0], shares[1]], 3));
        Assert.Throws<SecurityException>(() => VectorSharing.Rebuild([shares[0], shares[1], shares[1]], 3));
    }

    [Fact]
    public void Shares_below_the_threshold_are_uniform()
    {
        ulong[] zeros = new ulong[20_000];
        IReadOnlyList<FieldShare> shares = VectorSharing.Split(zeros, 2, 3);
        int upper = 0;
        foreach (ulong value in shares[2].Values) if (value >= Modulus.Both[0].Value / 2) upper++;
        Assert.InRange(upper, 10_000 - 350, 10_000 + 350); // five standard deviations
    }

    [Fact]
    public void Shares_survive_the_wire_and_strange_ones_are_refused()
    {
        IReadOnlyList<FieldShare> shares = VectorSharing.Split(_secrets, 2, 2);
        byte[] bytes = shares[0].ToBytes();
        using RebuiltSecrets rebuilt = VectorSharing.Rebuild([FieldShare.FromBytes(bytes, 1, _secrets.Length), shares[1]], 2);
        Assert.Equal(_secrets, rebuilt.Values);
        Assert.Throws<SecurityException>(() => FieldShare.FromBytes(bytes.AsSpan(1), 1, _secrets.Length));
        bytes.AsSpan(0, 8).Fill(255);
        Assert.Throws<SecurityException>(() => FieldShare.FromBytes(bytes, 1, _secrets.Length));
        Assert.Throws<ArgumentException>(() => VectorSharing.Split([Modulus.Both[0].Value], 1, 1));
    }

    [Fact]
    public void A_committee_opens_the_sum_of_keys_although_a_member_lies()
    {
        using SecretWatch watch = SecretWatch.Start();
        MaskingKey[] keys = [MaskingKey.Generate(), MaskingKey.Generate(), MaskingKey.Generate()];
        IReadOnlyList<FieldShare>[] shares = [.. keys.Select(key => KeySharing.Split(key, 4, 6))];
        FieldShare[] sums = [.. Enumerable.Range(0, 6).Select(member => FieldShare.Sum([.. shares.Select(of => of[member])]))];
        sums[2].Values[9] ^= 1;
        (MaskingKey sum, IReadOnlyList<int> wrong) = KeySharing.Rebuild(sums, 4);
        using MaskingKey expected = MaskingKey.Sum(keys);
        Assert.Equal(expected.Coefficients, sum.Coefficients);
        Assert.Equal([3], wrong);
        foreach (IDisposable secret in (IDisposable[])[sum, expected, .. keys, .. shares.SelectMany(all => all), .. sums]) secret.Dispose();
        Assert.All(watch.Seen, secret => Assert.True(secret.IsZero));
    }

    [Fact]
    public void Shares_over_different_clients_open_no_key()
    {
        using MaskingKey first = MaskingKey.Generate(), second = MaskingKey.Generate();
        IReadOnlyList<FieldShare> a = KeySharing.Split(first, 2, 2), b = KeySharing.Split(second, 2, 2);
        Assert.Throws<SecurityException>(() => KeySharing.Rebuild([a[0], FieldShare.Sum([a[1], b[1]])], 2));
    }
}
