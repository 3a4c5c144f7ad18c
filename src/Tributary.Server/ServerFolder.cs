using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Tributary.Core;
using Tributary.Protocol;
using Tributary.Storage;

namespace Tributary.Server;

/// <summary>The folder of a coordinator: its authority, its keys and its settings.</summary>
public sealed class ServerFolder
{
    /// <summary>The file of settings in the folder.</summary>
    public const string SettingsFile = "server.json";

    /// <summary>The file in the folder that holds what the coordinator must not forget.</summary>
    public const string StoreFile = "tributary.db";

    private const string AuthorityFile = "authority", ServerFile = "server", CheckpointFile = "checkpoint", RunFile = "runs";
    private static readonly ServerJson _readable = new(new JsonSerializerOptions(ServerJson.Default.Options) { WriteIndented = true });
    private static readonly TimeSpan _serverLife = TimeSpan.FromDays(365), _serverRest = TimeSpan.FromDays(30);

    private ServerFolder(string path, ServerSettings settings)
    {
        Path = path;
        Settings = settings;
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>How the coordinator serves.</summary>
    public ServerSettings Settings { get; }

    /// <summary>The same folder, served in another way than its file says.</summary>
    public ServerFolder With(ServerSettings settings) => new(Path, settings);

    /// <summary>Where sites and people reach the coordinator: what the settings say, or the first host at the port listened at.</summary>
    public Uri Reachable
    {
        get
        {
            if (Settings.PublicAddress is { } address) return address;
            string port = Settings.Listen[(Settings.Listen.LastIndexOf(':') + 1)..];
            string scheme = Settings.InsecureLoopback ? "http" : "https", host = Settings.Hosts.Count > 0 ? Settings.Hosts[0] : "localhost";
            return new Uri($"{scheme}://{host}:{port}/");
        }
    }

    /// <summary>Whether a folder is that of a coordinator.</summary>
    public static bool Exists(string path) => File.Exists(System.IO.Path.Combine(path, SettingsFile));

    /// <summary>
    /// Makes the folder of a new coordinator, with keys that only its owner can read, and lets the first administrator in.
    /// </summary>
    /// <param name="path">A folder that is not a coordinator's yet; made where there is none.</param>
    /// <param name="settings">How it will serve.</param>
    /// <param name="admin">The first administrator.</param>
    /// <param name="store">Where the coordinator will keep what it must not forget; empty.</param>
    /// <param name="clock">The clock, or null for the system's.</param>
    /// <returns>The administrator's bearer token: it is kept nowhere.</returns>
    /// <exception cref="ServerException">The folder is a coordinator's already, or a name is none.</exception>
    public static async Task<string> InitAsync(
        string path, ServerSettings settings, string admin, ServerStore store, TimeProvider? clock = null)
    {
        DateTimeOffset now = (clock ??= TimeProvider.System).GetUtcNow();
        if (Exists(path))
            throw new ServerException(ProblemCodes.NoIdentity,
                $"'{path}' is the folder of a coordinator already, and new keys would shut all its sites out. " +
                "Use it, or name another folder.");
        foreach (string name in (string[])[settings.Name, admin])
            if (!SiteName.IsValid(name))
                throw new ServerException(ProblemCodes.NoIdentity,
                    $"'{name}' cannot be a name: names have 1 to {SiteName.MaximumLength} lower-case letters, digits and hyphens. " +
                    "Choose another.");
        var folder = new ServerFolder(System.IO.Path.GetFullPath(path), settings);
        CreateFolder(folder.Path);
        using (X509Certificate2 authority = Authority.Create(settings.Name, now))
        {
            using ECDsa key = authority.GetECDsaPrivateKey()!;
            KeyFiles.WriteCertificate(folder.Certificate(AuthorityFile), authority);
            KeyFiles.WriteKey(folder.Key(AuthorityFile), key);
        }
        using (var key = ECDsa.Create(ECCurve.NamedCurves.nistP256)) KeyFiles.WriteKey(folder.Key(CheckpointFile), key);
        string token = PersonToken.New();
        using (var journal = new ServiceJournal(store.Service, clock))
            await journal.AppendAsync(
                _ => new PersonAdded(now, admin, Roles.Admin, InvitationToken.Digest(token), admin), CancellationToken.None);
        // Last: with this file the folder is one.
        KeyFiles.Write(
            System.IO.Path.Combine(folder.Path, SettingsFile),
            JsonSerializer.Serialize(settings, _readable.ServerSettings) + "\n", null);
        return token;
    }

    /// <summary>As above, with a store in the folder itself.</summary>
    /// <inheritdoc cref="InitAsync(string, ServerSettings, string, ServerStore, TimeProvider?)"/>
    /// <exception cref="StorageException">The store cannot be made.</exception>
    public static async Task<string> InitAsync(string path, ServerSettings settings, string admin, TimeProvider? clock = null)
    {
        if (!Exists(path)) CreateFolder(path);
        await using SqliteStore store = SqliteStore.Open(
            StoreIn(path), new SqliteStoreOptions { Clock = clock ?? TimeProvider.System });
        return await InitAsync(path, settings, admin, ServerStore.In(store), clock);
    }

    /// <summary>The file of the store in a coordinator's folder.</summary>
    public static string StoreIn(string folder) => System.IO.Path.Combine(folder, StoreFile);

    /// <summary>Opens the store in the folder; to be closed by the caller, after the coordinator.</summary>
    /// <exception cref="StorageException">It cannot be opened.</exception>
    public SqliteStore OpenStore(TimeProvider? clock = null) => SqliteStore.Open(
        StoreIn(Path), new SqliteStoreOptions { Clock = clock ?? TimeProvider.System });

    /// <summary>Opens the folder of a coordinator.</summary>
    /// <exception cref="ServerException">It is none, or its settings cannot be read.</exception>
    public static ServerFolder Open(string path)
    {
        try
        {
            string json = File.ReadAllText(System.IO.Path.Combine(path, SettingsFile));
            ServerSettings settings = SettingsReader.Read(json);
            return new ServerFolder(System.IO.Path.GetFullPath(path), settings);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new ServerException(ProblemCodes.NoIdentity,
                $"'{path}' holds no coordinator that can be opened: {e.Message} Make one with 'serve init', or name its folder.", e);
        }
    }

    internal Authority OpenAuthority() => new(ReadPair(AuthorityFile));

    /// <summary>The root by which sites know the server: the authority itself, or that of one's own certificate.</summary>
    internal X509Certificate2 OpenServerRoot(Authority authority) => Settings.CertificateAuthority is { } own
        ? Guard(() => X509CertificateLoader.LoadCertificateFromFile(own))
        : X509CertificateLoader.LoadCertificate(authority.Certificate.RawData);

    internal CheckpointKey OpenCheckpointKey() => new(Settings.Name, Guard(() => KeyFiles.ReadKey(Key(CheckpointFile))));

    /// <summary>
    /// The server's certificate with what leads to its root: one's own, or one of the authority, which is made anew in time.
    /// </summary>
    internal (X509Certificate2 Certificate, X509Certificate2Collection Chain) OpenServerCertificate(Authority authority, DateTimeOffset now)
    {
        var chain = new X509Certificate2Collection();
        if (Settings.Certificate is { } own)
        {
            X509Certificate2 certificate = Guard(() => KeyFiles.Read(own, Settings.CertificateKey ?? own));
            chain.ImportFromPemFile(own);
            return (certificate, chain);
        }
        if (!File.Exists(Certificate(ServerFile)) || IsOld(now)) IssueServer(authority, now);
        chain.Add(authority.Certificate);
        return (ReadPair(ServerFile), chain);
    }

    /// <summary>The key that secrets of runs come from, such as noise that a restart must go on with; made where there is none.</summary>
    internal byte[] OpenRunKey() => Guard(() =>
    {
        if (!File.Exists(Key(RunFile))) KeyFiles.WriteSecret(Key(RunFile), RandomNumberGenerator.GetBytes(RunSecret.KeyLength));
        return KeyFiles.ReadSecret(Key(RunFile), RunSecret.KeyLength);
    });

    /// <summary>
    /// Throws away the key that secrets of runs come from. To be called where a store is put back to what it was: rounds that are played
    /// again with other updates must not have the same noise again, as the difference would have none.
    /// </summary>
    public static void ForgetRunKey(string folder) => File.Delete(System.IO.Path.Combine(folder, $"{RunFile}.key"));

    private bool IsOld(DateTimeOffset now)
    {
        using X509Certificate2 certificate = ReadPair(ServerFile);
        bool named = Settings.Hosts.All(host => certificate.MatchesHostname(host, allowCommonName: false));
        return !named || new DateTimeOffset(certificate.NotAfter) - now < _serverRest;
    }

    private void IssueServer(Authority authority, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 certificate = authority.IssueServer(Settings.Hosts, key, now, _serverLife);
        KeyFiles.WriteKey(Key(ServerFile), key);
        KeyFiles.WriteCertificate(Certificate(ServerFile), certificate);
    }

    private X509Certificate2 ReadPair(string name) => Guard(() => KeyFiles.Read(Certificate(name), Key(name)));

    private string Certificate(string name) => System.IO.Path.Combine(Path, $"{name}.pem");

    private string Key(string name) => System.IO.Path.Combine(Path, $"{name}.key");

    private static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new ServerException(ProblemCodes.NoIdentity,
                $"A key or certificate of the coordinator in '{Path}' cannot be read: {e.Message} " +
                "Without it nobody can tell who answers. " +
                "Restore it from the backup.", e);
        }
    }
}
