using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Tributary.Server;

/// <summary>Certificates and keys in files; a key can be read by nobody but its owner.</summary>
internal static class KeyFiles
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static void WriteCertificate(string path, X509Certificate2 certificate) =>
        Write(path, certificate.ExportCertificatePem() + "\n", null);

    public static void WriteKey(string path, ECDsa key) => Write(path, key.ExportPkcs8PrivateKeyPem() + "\n", OwnerOnly);

    public static void WriteSecret(string path, byte[] secret) => Write(path, Convert.ToBase64String(secret) + "\n", OwnerOnly);

    /// <exception cref="CryptographicException">It is not of this length.</exception>
    public static byte[] ReadSecret(string path, int length)
    {
        byte[] secret = new byte[length];
        return Convert.TryFromBase64String(File.ReadAllText(path).Trim(), secret, out int read) && read == length
            ? secret
            : throw new CryptographicException($"'{path}' does not hold {length} bytes in base64.");
    }

    public static void Write(string path, string text, UnixFileMode? mode)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (mode is { } only && !OperatingSystem.IsWindows()) options.UnixCreateMode = only;
        string temporary = path + ".new"; // a file that is there is whole
        using (var stream = new FileStream(temporary, options))
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>A certificate with its key, in a form that the platform's TLS takes.</summary>
    public static X509Certificate2 Read(string certificate, string key)
    {
        var read = X509Certificate2.CreateFromPemFile(certificate, key);
        if (!OperatingSystem.IsWindows()) return read;
        using (read) return X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pkcs12), null); // its TLS takes no passing key
    }

    public static ECDsa ReadKey(string path)
    {
        var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(path));
        return key;
    }
}
