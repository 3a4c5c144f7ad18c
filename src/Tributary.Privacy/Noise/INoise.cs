namespace Tributary.Privacy;

/// <summary>A distribution of noise on the whole numbers, drawn exactly; symmetric about zero.</summary>
public interface INoise
{
    /// <summary>The variance in squared grid steps.</summary>
    double Variance { get; }

    /// <summary>One number.</summary>
    long Next(SecretBits bits);

    /// <summary>Fills <paramref name="values"/> with independent numbers.</summary>
    void Fill(Span<long> values, SecretBits bits)
    {
        foreach (ref long value in values) value = Next(bits);
    }
}
