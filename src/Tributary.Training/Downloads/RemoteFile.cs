using Tributary.Core;

namespace Tributary.Training;

/// <summary>A file that lies on a server, and what must be in it.</summary>
/// <param name="Url">Where it is: https, or http at this machine.</param>
/// <param name="Sha256">The SHA-256 of its bytes, as 64 small hexadecimal digits.</param>
/// <param name="Name">What it is called here; the ending says whether it is packed.</param>
public sealed record RemoteFile(Uri Url, string Sha256, string Name)
{
    private const int LongestName = 100;

    /// <summary>The command that brings the file into the cache.</summary>
    public string Command => $"tributary data fetch '{Url}' --sha256 {Sha256}"
        + (Name == NameOf(Url) ? "" : $" --name {Name}");

    /// <summary>Makes sure of what was written.</summary>
    /// <param name="url">The address.</param>
    /// <param name="sha256">The checksum, in digits of either size.</param>
    /// <param name="name">Another name than the address ends in, or null.</param>
    /// <param name="path">Where it was written, for problems.</param>
    /// <exception cref="ProblemException">The address is not allowed, or the checksum or the name is none.</exception>
    public static RemoteFile Of(string? url, string? sha256, string? name, string path)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? address))
            throw Refused(path, $"'{url}' is no address, so nothing can be fetched. Write https://HOST/PATH.");
        if (!IsAllowed(address, address))
            throw Refused(path,
                $"'{address}' would come over a connection that anybody on the way can read and change. Use https; http is for this "
                + "machine alone.");
        if (address.UserInfo.Length > 0)
            throw Refused(path, "The address has a password in it, which jobs and reports would carry on. Use an address without one.");
        if (sha256 is not { Length: 64 } || !sha256.All(char.IsAsciiHexDigit))
            throw Refused(path,
                "There is no SHA-256 of 64 hexadecimal digits, and without one whoever has the server decides what is learnt from. "
                + "Give 'sha256', from whoever made the file.");
        string called = name ?? NameOf(address);
        if (called.Length is 0 or > LongestName || called[0] == '.'
            || !called.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
            throw Refused(path,
                $"'{called}' is no name for a file here. Give 'name', of at most {LongestName} letters, digits, dots, '-' and '_', and no "
                + "dot at the beginning.");
        return new RemoteFile(address, sha256.ToLowerInvariant(), called);
    }

    /// <summary>Whether an address may be asked, for a file that was to be fetched from another.</summary>
    /// <param name="address">The address.</param>
    /// <param name="asked">What was asked first: who is sent on from another machine does not come to this one.</param>
    internal static bool IsAllowed(Uri address, Uri asked) =>
        address.Scheme == Uri.UriSchemeHttps
            || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback && asked.Scheme == Uri.UriSchemeHttp && asked.IsLoopback);

    private static string NameOf(Uri url) => Uri.UnescapeDataString(url.Segments[^1].Trim('/')) is { Length: > 0 } last ? last : "file";

    private static ProblemException Refused(string path, string message) => new(ProblemCodes.AddressRefused, path, message);
}
