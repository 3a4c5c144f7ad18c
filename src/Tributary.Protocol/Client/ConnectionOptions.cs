using System.Security.Cryptography.X509Certificates;

namespace Tributary.Protocol;

/// <summary>How a party reaches its coordinator.</summary>
public sealed record ConnectionOptions
{
    /// <summary>Where it is: https, or http on this machine.</summary>
    public required Uri Coordinator { get; init; }

    /// <summary>The authority whose servers are trusted and nobody else's, or null for those that the machine trusts.</summary>
    public X509Certificate2? Authority { get; init; }

    /// <summary>The site's certificate with its key, or null for those who have none.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>A person's bearer token, or null.</summary>
    public string? Token { get; init; }

    /// <summary>The version to speak; an older one in tests of old clients.</summary>
    public ProtocolVersion Version { get; init; } = ProtocolVersion.Current;

    /// <summary>How long a transfer may stand still before it is begun again where it stopped.</summary>
    public TimeSpan Stall { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a request is tried where the coordinator cannot be reached; each wait is longer than the one before.</summary>
    public int Attempts { get; init; } = 8;

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
