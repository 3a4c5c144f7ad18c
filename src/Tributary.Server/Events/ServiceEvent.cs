using System.Text.Json.Serialization;

namespace Tributary.Server;

/// <summary>Something that happened to a coordinator outside of its runs: who may do what, and which runs there are.</summary>
/// <param name="At">When, by the coordinator's clock.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(SiteInvited), "site-invited")]
[JsonDerivedType(typeof(SiteEnrolled), "site-enrolled")]
[JsonDerivedType(typeof(CertificateRenewed), "certificate-renewed")]
[JsonDerivedType(typeof(SiteRevoked), "site-revoked")]
[JsonDerivedType(typeof(PersonAdded), "person-added")]
[JsonDerivedType(typeof(PersonRemoved), "person-removed")]
[JsonDerivedType(typeof(RunSubmitted), "run-submitted")]
[JsonDerivedType(typeof(SiteConsented), "site-consented")]
[JsonDerivedType(typeof(AccessRefused), "access-refused")]
[JsonDerivedType(typeof(MailPosted), "mail-posted")]
[JsonDerivedType(typeof(LedgerRestarted), "ledger-restarted")]
public abstract record ServiceEvent(DateTimeOffset At);
