using System.Security.Cryptography;

namespace Tributary.Ledger.Tests;

/// <summary>Signers to test with; each call makes another key.</summary>
internal static class Keys
{
    public const string Log = "example.org/ledger/7";

    public static NoteSigner Signer(string name = Log) => new(name, ECDsa.Create(ECCurve.NamedCurves.nistP256));

    public static NoteVerifier Verifier(string text) =>
        NoteVerifier.TryParse(text, out NoteVerifier? verifier, out string? problem) ? verifier : throw new ArgumentException(problem);

    public static SignedNote Note(string text) =>
        SignedNote.TryParse(text, out SignedNote? note, out string? problem) ? note : throw new ArgumentException(problem);
}
