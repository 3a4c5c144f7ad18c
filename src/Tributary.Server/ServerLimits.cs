namespace Tributary.Server;

/// <summary>What protects a coordinator from too much of anything.</summary>
public sealed record ServerLimits
{
    /// <summary>Connections at a time; an idle one costs little.</summary>
    public int Connections { get; init; } = 20_000;

    /// <summary>Requests a second of one identity, on average.</summary>
    public int RequestsPerSecond { get; init; } = 50;

    /// <summary>Requests of one identity that may come at once.</summary>
    public int RequestBurst { get; init; } = 500;

    /// <summary>Requests a second without identity from one address, on average.</summary>
    public int AnonymousRequestsPerSecond { get; init; } = 10;

    /// <summary>Requests without identity from one address that may come at once.</summary>
    public int AnonymousRequestBurst { get; init; } = 100;

    /// <summary>Uploads that are received at a time; however long, each takes little more memory than <see cref="WindowBytes"/>.</summary>
    public int Uploads { get; init; } = 64;

    /// <summary>Updates of one run that are in memory at a time.</summary>
    public int UpdatesInMemory { get; init; } = 4;

    /// <summary>Bytes of the file of an initial model.</summary>
    public long ModelBytes { get; init; } = 1L << 31;

    /// <summary>Bytes a second below which a body is too slow, after <see cref="SlowBodySeconds"/>; an honest poor link has more.</summary>
    public double BodyBytesPerSecond { get; init; } = 240;

    /// <summary>How long a body may be slower than that, in seconds; more than one.</summary>
    public double SlowBodySeconds { get; init; } = 20;

    /// <summary>How long the headers of a request and a handshake may take, in seconds.</summary>
    public double HeaderSeconds { get; init; } = 10;

    /// <summary>Bytes of an upload that may be on their way: what is lost and sent again where a link breaks.</summary>
    public int WindowBytes { get; init; } = 65_535;

    /// <summary>Bytes of messages that one site may leave for others in one round.</summary>
    public long MailBytes { get; init; } = 64L << 20;

    /// <summary>How long an upload is kept that stopped before its end, or that no job has named, in hours.</summary>
    public double KeepUploadsHours { get; init; } = 24;

    /// <summary>Refusals a minute that are logged with everything known about them.</summary>
    public int LoggedRefusals { get; init; } = 10;
}
