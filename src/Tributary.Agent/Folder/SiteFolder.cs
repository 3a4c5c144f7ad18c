using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Tributary.Core;
using Tributary.Protocol;
using Tributary.Training;

namespace Tributary.Agent;

/// <summary>A site's own folder: its key, its certificates, its configuration, its store, what people decide, and its receipts.</summary>
public sealed class SiteFolder
{
    internal const string KeyFile = "key.pem", CertificateFile = "certificate.pem", AuthorityFile = "authority.pem",
        IdentityFile = "identity.json", ConfigurationFile = "site.json", LockFile = "agent.lock";

    private SiteFolder(string path, SiteIdentity identity)
    {
        Path = path;
        Identity = identity;
        Decisions = new Decisions(path);
        Receipts = new ReceiptShelf(path);
    }

    /// <summary>The folder's full path.</summary>
    public string Path { get; }

    /// <summary>Who the site is.</summary>
    public SiteIdentity Identity { get; }

    /// <summary>The file of the site's store.</summary>
    public string StorePath => System.IO.Path.Combine(Path, "agent.db");

    /// <summary>What people decide about jobs.</summary>
    public Decisions Decisions { get; }

    /// <summary>The coordinator's answers to updates.</summary>
    public ReceiptShelf Receipts { get; }

    /// <summary>Opens the folder of a site that has enrolled.</summary>
    /// <exception cref="SiteException">It holds no identity, or one that others can read.</exception>
    public static SiteFolder Open(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        string key = System.IO.Path.Combine(path, KeyFile);
        try
        {
            string json = File.ReadAllText(System.IO.Path.Combine(path, IdentityFile));
            SiteIdentity identity = JsonSerializer.Deserialize(json, AgentJson.Default.SiteIdentity)
                ?? throw new JsonException("It is null.");
            if (!SiteName.IsValid(identity.Site)) throw new JsonException($"'{identity.Site}' is no name of a site.");
            if (FolderFile.IsOpenToOthers(key))
                throw new SiteException(ProblemCodes.NoIdentity, KeyFile,
                    $"Others on this machine may read or change '{key}', and whoever has the key is the site. " +
                    "Make it the owner's alone (chmod 600), and enrol again if somebody may have read it.");
            var folder = new SiteFolder(path, identity);
            using X509Certificate2 whole = folder.LoadCertificate();
            return folder;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or CryptographicException)
        {
            throw new SiteException(ProblemCodes.NoIdentity, "$",
                $"The folder '{path}' does not hold a site's identity: {e.Message} Without one the coordinator does not know who asks. " +
                "Name the folder of an enrolled site, or enrol with an invitation.", e);
        }
    }

    /// <summary>Makes the folder of a new site with an invitation.</summary>
    /// <param name="token">From the coordinator's administrator.</param>
    /// <param name="path">Where; made if it is not there.</param>
    /// <param name="clock">The clock; the system's where null.</param>
    /// <param name="cancellation">Stops waiting; the same can be tried again with the same folder.</param>
    /// <exception cref="SiteException">The folder has an identity, or the coordinator does not answer as the invitation says.</exception>
    /// <exception cref="ProtocolException">The coordinator refused.</exception>
    /// <exception cref="UnreachableException">It cannot be reached.</exception>
    public static async Task<SiteFolder> EnrolAsync(
        InvitationToken token, string path, TimeProvider? clock = null, CancellationToken cancellation = default)
    {
        using X509Certificate2 authority = token.LoadAuthority();
        using var connection = new CoordinatorConnection(new ConnectionOptions
        {
            Coordinator = token.Coordinator,
            Authority = authority,
            Clock = clock ?? TimeProvider.System,
        });
        return await new Enrolment(path).EnrolAsync(token, (request, stop) => connection.PostAsync(
            Routes.Enrolments, request, ProtocolJson.Default.EnrolmentRequest, ProtocolJson.Default.CertificateMessage,
            cancellation: stop), cancellation);
    }

    /// <summary>How the coordinator is reached as this site.</summary>
    public ConnectionOptions Connection(TimeProvider clock) => new()
    {
        Coordinator = Identity.Coordinator,
        Authority = X509Certificate2.CreateFromPem(Read(AuthorityFile)),
        Certificate = LoadCertificate(),
        Clock = clock,
    };

    /// <summary>The site's certificate with its key.</summary>
    public X509Certificate2 LoadCertificate()
    {
        using X509Certificate2 certificate = X509Certificate2.CreateFromPem(Read(CertificateFile), Read(KeyFile));
        // Transport security on Windows cannot use a key that has never been imported.
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }

    /// <summary>The certificate of the authority that the site trusts, DER.</summary>
    public ReadOnlyMemory<byte> LoadAuthority()
    {
        using X509Certificate2 authority = X509Certificate2.CreateFromPem(Read(AuthorityFile));
        return authority.RawData;
    }

    /// <summary>The site's key: it signs what the site sends.</summary>
    public ECDsa LoadKey()
    {
        var key = ECDsa.Create();
        key.ImportFromPem(Read(KeyFile));
        return key;
    }

    /// <summary>Reads <c>site.json</c>.</summary>
    /// <param name="catalog">The names it may use.</param>
    /// <param name="problems">Takes everything that is wrong.</param>
    /// <returns>The configuration, or null where there is a problem.</returns>
    public SiteConfiguration? ReadConfiguration(TrainingCatalog catalog, ICollection<Problem> problems) =>
        ReadConfiguration(Path, catalog, problems);

    /// <summary>Reads <c>site.json</c> of a folder, whether or not a site has enrolled there.</summary>
    /// <inheritdoc cref="ReadConfiguration(TrainingCatalog, ICollection{Problem})" path="/returns"/>
    /// <param name="path">The folder.</param>
    /// <param name="catalog">The names it may use.</param>
    /// <param name="problems">Takes everything that is wrong.</param>
    public static SiteConfiguration? ReadConfiguration(string path, TrainingCatalog catalog, ICollection<Problem> problems)
    {
        try
        {
            return new SiteConfigurationReader(catalog).Read(File.ReadAllText(System.IO.Path.Combine(path, ConfigurationFile)), problems);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add(new Problem(ProblemCodes.SiteConfiguration, "$",
                $"The site's configuration cannot be read: {e.Message} Without it no data may be used. Write '{ConfigurationFile}'."));
            return null;
        }
    }

    /// <summary>Keeps other agents from working in this folder, until it is disposed or the process ends.</summary>
    /// <exception cref="SiteException">There is one already.</exception>
    internal FileStream Lock()
    {
        try
        {
            return new FileStream(
                System.IO.Path.Combine(Path, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SiteException(ProblemCodes.StorageUnavailable, LockFile,
                $"The folder '{Path}' is in use by another agent, or cannot be written to: {e.Message} Two agents would answer the same " +
                "round twice. Stop the other one, or name another folder.", e);
        }
    }

    private string Read(string file) => File.ReadAllText(System.IO.Path.Combine(Path, file));
}
