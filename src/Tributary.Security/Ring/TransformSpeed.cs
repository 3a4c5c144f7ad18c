namespace Tributary.Security;

/// <summary>The transforms of one masked vector and nothing else, for those who measure.</summary>
internal sealed class TransformSpeed : IDisposable
{
    private readonly SecretBuffer<ulong> _polynomial = new(LatticeParameters.Degree);
    private readonly int _blocks;

    /// <summary>For a vector of so many blocks, modulo both primes.</summary>
    public TransformSpeed(int blocks) => _blocks = blocks;

    /// <summary>All transforms forward.</summary>
    public void Forward()
    {
        foreach (NumberTheoreticTransform transform in NumberTheoreticTransform.Both)
            for (int block = 0; block < _blocks; block++) transform.Forward(_polynomial.Span);
    }

    /// <summary>All inverse transforms.</summary>
    public void Inverse()
    {
        foreach (NumberTheoreticTransform transform in NumberTheoreticTransform.Both)
            for (int block = 0; block < _blocks; block++) transform.Inverse(_polynomial.Span);
    }

    /// <inheritdoc/>
    public void Dispose() => _polynomial.Dispose();
}
