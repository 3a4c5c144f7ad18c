namespace Tributary.Security;

/// <summary>
/// A list of all secrets that one flow of control makes while it is watched, so that a test can ask whether each was zeroed.
/// </summary>
internal sealed class SecretWatch : IDisposable
{
    private static readonly AsyncLocal<SecretWatch?> _current = new();
    private readonly List<ISecret> _seen = [];

    private SecretWatch()
    {
    }

    /// <summary>Every secret made since the start.</summary>
    public IReadOnlyList<ISecret> Seen => _seen;

    /// <summary>Begins to watch.</summary>
    public static SecretWatch Start() => _current.Value = new SecretWatch();

    /// <summary>Notes a secret, if anybody watches.</summary>
    public static void Tell(ISecret secret)
    {
        if (_current.Value is { } watch)
            lock (watch._seen)
                watch._seen.Add(secret);
    }

    /// <summary>Ends it.</summary>
    public void Dispose() => _current.Value = null;
}
