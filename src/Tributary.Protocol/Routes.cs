using System.Globalization;
using Tributary.Core;

namespace Tributary.Protocol;

/// <summary>Where a coordinator answers; the paths of version 1.</summary>
public static class Routes
{
    /// <summary>What the service is: no identity needed.</summary>
    public const string Service = "/v1/service";

    /// <summary>An invitation for a certificate: no identity but the invitation.</summary>
    public const string Enrolments = "/v1/enrolments";

    /// <summary>A new certificate for an enrolled site.</summary>
    public const string Certificates = "/v1/certificates";

    /// <summary>The runs that a site may take part in.</summary>
    public const string Offers = "/v1/offers";

    /// <summary>A site asks for work.</summary>
    public const string CheckIn = "/v1/check-in";

    /// <summary>Uploads that belong to no round: the models of jobs.</summary>
    public const string Uploads = "/v1/uploads";

    /// <summary>Content by its digest.</summary>
    public const string Blobs = "/v1/blobs";

    /// <summary>Jobs to be run.</summary>
    public const string Jobs = "/v1/jobs";

    /// <summary>Runs of jobs.</summary>
    public const string Runs = "/v1/runs";

    /// <summary>Enrolled sites.</summary>
    public const string Sites = "/v1/sites";

    /// <summary>Invitations of sites.</summary>
    public const string Invitations = "/v1/invitations";

    /// <summary>People and their roles.</summary>
    public const string People = "/v1/people";

    /// <summary>The process lives.</summary>
    public const string Health = "/healthz";

    /// <summary>The service can do its work: its store takes events.</summary>
    public const string Ready = "/readyz";

    /// <summary>One blob.</summary>
    public static string Blob(BlobId blob) => $"{Blobs}/{blob}";

    /// <summary>The digests of a blob's chunks; since 1.1.</summary>
    public static string BlobChunks(BlobId blob) => $"{Blobs}/{blob}/chunks";

    /// <summary>An upload that belongs to no round.</summary>
    public static string Upload(BlobId blob) => $"{Uploads}/{blob}";

    /// <summary>One run.</summary>
    public static string Run(string run) => $"{Runs}/{Uri.EscapeDataString(run)}";

    /// <summary>A site's consent to a run.</summary>
    public static string Consent(string run) => $"{Run(run)}/consent";

    /// <summary>What evaluators measured of a run's models.</summary>
    public static string Evaluations(string run) => $"{Run(run)}/evaluations";

    /// <summary>The events of a run.</summary>
    public static string Events(string run) => $"{Run(run)}/events";

    /// <summary>Ends a run.</summary>
    public static string Cancel(string run) => $"{Run(run)}/cancel";

    /// <summary>The published model of a run.</summary>
    public static string Model(string run) => $"{Run(run)}/model";

    /// <summary>The signed head of a run's ledger.</summary>
    public static string Checkpoint(string run) => $"{Run(run)}/checkpoint";

    /// <summary>One round.</summary>
    public static string Round(RoundId round) => string.Create(CultureInfo.InvariantCulture, $"{Run(round.Run)}/rounds/{round.Number}");

    /// <summary>Where a client hands in an update that it has uploaded.</summary>
    public static string Updates(RoundId round) => $"{Round(round)}/updates";

    /// <summary>The upload of an update.</summary>
    public static string Update(RoundId round, BlobId body) => $"{Updates(round)}/{body}";

    /// <summary>What proves a round that is over; since 1.3.</summary>
    public static string Evidence(RoundId round) => $"{Round(round)}/evidence";

    /// <summary>A client leaves a round.</summary>
    public static string Decline(RoundId round) => $"{Round(round)}/decline";

    /// <summary>Messages between the parties of a round, of one stage.</summary>
    public static string Mail(RoundId round, string stage) => $"{Round(round)}/mail/{Uri.EscapeDataString(stage)}";

    /// <summary>One site.</summary>
    public static string Site(string site) => $"{Sites}/{Uri.EscapeDataString(site)}";

    /// <summary>Ends a site's access.</summary>
    public static string Revoke(string site) => $"{Site(site)}/revoke";

    /// <summary>One person.</summary>
    public static string Person(string name) => $"{People}/{Uri.EscapeDataString(name)}";
}
