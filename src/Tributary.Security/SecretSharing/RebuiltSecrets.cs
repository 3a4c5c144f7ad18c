namespace Tributary.Security;

/// <summary>What was rebuilt from shares.</summary>
public sealed class RebuiltSecrets : IDisposable
{
    private readonly SecretBuffer<ulong> _values;
    private readonly int _length;

    internal RebuiltSecrets(int length, int padded, IReadOnlyList<int> wrong)
    {
        _length = length;
        _values = new SecretBuffer<ulong>(padded);
        Wrong = wrong;
    }

    /// <summary>The secrets.</summary>
    public ReadOnlySpan<ulong> Values => _values.Span[.._length];

    /// <summary>Members whose share did not lie on the polynomials that the others agree on.</summary>
    public IReadOnlyList<int> Wrong { get; }

    internal Span<ulong> Padded => _values.Span;

    /// <summary>Zeros the secrets.</summary>
    public void Dispose() => _values.Dispose();
}
