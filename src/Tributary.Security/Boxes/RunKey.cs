using System.Security.Cryptography;
using Tributary.Core;

namespace Tributary.Security;

/// <summary>The key pair of a client in one run: others seal to it what only this client may read. Kept in the client's safe.</summary>
public static class RunKey
{
    private const string Name = "run-key";

    /// <summary>The pair, made when it is first asked for; the caller disposes of it.</summary>
    /// <exception cref="SecurityException">What is kept is no key.</exception>
    public static async ValueTask<BoxKey> OfAsync(ISafe safe, CancellationToken cancellation = default)
    {
        if (await safe.FindAsync(Name, cancellation) is { } kept) return BoxKey.Import(kept.Span);
        using var made = new BoxKey();
        byte[] content = made.Export();
        ReadOnlyMemory<byte> first = await safe.KeepAsync(Name, content, cancellation);
        var key = BoxKey.Import(first.Span);
        CryptographicOperations.ZeroMemory(content);
        return key;
    }
}
