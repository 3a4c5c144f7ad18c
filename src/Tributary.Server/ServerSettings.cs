using System.Text.Json.Serialization;
using Tributary.Core;

namespace Tributary.Server;

/// <summary>How a coordinator serves; the file <c>server.json</c> of its folder.</summary>
public sealed record ServerSettings
{
    /// <summary>What sites know it by, and the origin of its ledgers: like a site's name.</summary>
    public string Name { get; init; } = "coordinator";

    /// <summary>The address and port to listen at, such as <c>0.0.0.0:8443</c>; port 0 for any that is free.</summary>
    public string Listen { get; init; } = "0.0.0.0:8443";

    /// <summary>Where sites and people reach it: what invitations say; null for the first host and the port.</summary>
    public Uri? PublicAddress { get; init; }

    /// <summary>The names and addresses in its own certificate.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = ["localhost", "127.0.0.1"];

    /// <summary>A server certificate of one's own with what leads to its root, PEM; null for the one that the coordinator makes.</summary>
    public string? Certificate { get; init; }

    /// <summary>The key of <see cref="Certificate"/>, PEM.</summary>
    public string? CertificateKey { get; init; }

    /// <summary>
    /// The root that sites trust where the server's certificate is one's own or a proxy's, PEM; null for the coordinator's own authority.
    /// </summary>
    public string? CertificateAuthority { get; init; }

    /// <summary>A reverse proxy that ends TLS, or null where the coordinator does so itself.</summary>
    public ProxySettings? Proxy { get; init; }

    /// <summary>Whether to serve plain http on this machine alone, for trials.</summary>
    public bool InsecureLoopback { get; init; }

    /// <summary>How long a site's certificate is valid, in days.</summary>
    public int CertificateDays { get; init; } = 90;

    /// <summary>What protects the coordinator from too much of anything.</summary>
    public ServerLimits Limits { get; init; } = new();

    /// <summary>How rounds and sites are brought together.</summary>
    public PacingSettings Pacing { get; init; } = new();

    /// <summary>
    /// Whether traces and measurements are exported by OTLP; the standard <c>OTEL_</c> variables say where, and switch it on too.
    /// </summary>
    public bool Telemetry { get; init; }

    /// <summary>How many threads may aggregate; the bits do not depend on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Whether to go on with a store that is older than what was signed; for one start, and never in the file.</summary>
    [JsonIgnore]
    public bool AcceptsOlderLog { get; init; }

    /// <summary>
    /// What a job asks that its tensors do not tell, from its initial model's file; null, or null for a job, where it only trains. Whoever
    /// starts a coordinator gives it, so that the coordinator itself knows no networks.
    /// </summary>
    [JsonIgnore]
    public Func<JobSpec, Composition, ReadOnlyMemory<byte>, JobQuestions?>? Questions { get; init; }

    /// <summary>The minor version to serve; an older one in tests of old coordinators.</summary>
    [JsonIgnore]
    internal Protocol.ProtocolVersion Version { get; init; } = Protocol.ProtocolVersion.Current;
}
