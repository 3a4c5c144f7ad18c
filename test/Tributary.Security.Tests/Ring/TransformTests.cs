namespace Tributary.Security.Tests;

/// <summary>The transform, beside the definition of the product it is for.</summary>
public sealed class TransformTests
{
    public static TheoryData<int, bool> Ways => new() { { 0, false }, { 1, false }, { 0, true }, { 1, true } };

    [Theory]
    [MemberData(nameof(Ways))]
    public void The_inverse_undoes_the_transform(int prime, bool wide)
    {
        Assert.SkipWhen(wide && !WideLanes.Pays, "This processor has no vectors of this kind.");
        NumberTheoreticTransform transform = NumberTheoreticTransform.Both[prime];
        ulong[] polynomial = Polynomials.Uniform(transform.Modulus, 2), values = [.. polynomial];
        transform.Forward(values, wide);
        Assert.NotEqual(polynomial, values);
        Assert.DoesNotContain(values, value => value >= transform.Modulus.Value);
        transform.Inverse(values, wide);
        Assert.Equal(polynomial, values);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Pointwise_products_are_products_of_polynomials_modulo_x_to_the_n_plus_1(int prime, bool wide)
    {
        Assert.SkipWhen(wide && !WideLanes.Pays, "This processor has no vectors of this kind.");
        NumberTheoreticTransform transform = NumberTheoreticTransform.Both[prime];
        Modulus modulus = transform.Modulus;
        ulong[] a = Polynomials.Uniform(modulus, 3), b = Polynomials.Uniform(modulus, 4);
        ulong[] product = Polynomials.Product(transform, a, b, wide);
        // The schoolbook, at some of the coefficients: with x^n = -1 the second half of the sum is subtracted.
        for (int k = 0; k < a.Length; k += 117)
        {
            UInt128 plus = 0, minus = 0;
            for (int i = 0; i <= k; i++) plus += (UInt128)a[i] * b[k - i];
            for (int i = k + 1; i < a.Length; i++) minus += (UInt128)a[i] * b[a.Length + k - i];
            Assert.Equal(modulus.Subtract((ulong)(plus % modulus.Value), (ulong)(minus % modulus.Value)), product[k]);
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void The_product_with_x_shifts_and_turns_the_sign(int prime, bool wide)
    {
        Assert.SkipWhen(wide && !WideLanes.Pays, "This processor has no vectors of this kind.");
        NumberTheoreticTransform transform = NumberTheoreticTransform.Both[prime];
        ulong[] a = Polynomials.Uniform(transform.Modulus, 5), x = new ulong[a.Length];
        x[1] = 1;
        ulong[] shifted = Polynomials.Product(transform, a, x, wide);
        Assert.Equal(a[..^1], shifted[1..]);
        Assert.Equal(transform.Modulus.Subtract(0, a[^1]), shifted[0]);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void The_transform_of_a_sum_is_the_sum_of_transforms(int prime, bool wide)
    {
        Assert.SkipWhen(wide && !WideLanes.Pays, "This processor has no vectors of this kind.");
        NumberTheoreticTransform transform = NumberTheoreticTransform.Both[prime];
        ulong[] a = Polynomials.Uniform(transform.Modulus, 6), b = Polynomials.Uniform(transform.Modulus, 7);
        ulong[] sum = [.. a.Zip(b, transform.Modulus.Add)];
        foreach (ulong[] polynomial in (ulong[][])[a, b, sum]) transform.Forward(polynomial, wide);
        Assert.Equal(a.Zip(b, transform.Modulus.Add), sum);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Vectors_and_scalars_give_the_same_values_at_the_ends_of_the_range(int prime)
    {
        Assert.SkipUnless(WideLanes.Pays, "This processor has no vectors of this kind.");
        NumberTheoreticTransform transform = NumberTheoreticTransform.Both[prime];
        ulong largest = transform.Modulus.Value - 1;
        foreach (Func<int, ulong> draw in (Func<int, ulong>[])[_ => largest, i => i % 2 == 0 ? largest : 0, i => 4 * largest + 3, _ => 0])
        {
            ulong[] scalar = [.. Enumerable.Range(0, LatticeParameters.Degree).Select(draw)], wide = [.. scalar];
            transform.Forward(scalar, wide: false);
            transform.Forward(wide, wide: true);
            Assert.Equal(scalar, wide);
            transform.Inverse(scalar, wide: false);
            transform.Inverse(wide, wide: true);
            Assert.Equal(scalar, wide);
            for (int i = 0; i < wide.Length; i++) Assert.Equal(draw(i) % transform.Modulus.Value, wide[i]);
        }
    }
}
