using System.Text.Json.Serialization;

namespace Tributary.Agent;

/// <summary>Something that happened at a site. All that an agent knows after a restart is read from these.</summary>
/// <param name="At">When, by the site's clock.</param>
/// <param name="Run">In which run.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(JobSeen), "job-seen")]
[JsonDerivedType(typeof(ConsentGiven), "consent-given")]
[JsonDerivedType(typeof(ConsentDeclined), "consent-declined")]
[JsonDerivedType(typeof(ModelFetched), "model-fetched")]
[JsonDerivedType(typeof(PrivacyReserved), "privacy-reserved")]
[JsonDerivedType(typeof(UpdateEncoded), "update-encoded")]
[JsonDerivedType(typeof(VaultStored), "vault-stored")]
[JsonDerivedType(typeof(SafeKept), "safe-kept")]
[JsonDerivedType(typeof(UpdateSettled), "update-settled")]
[JsonDerivedType(typeof(ProofAwaited), "proof-awaited")]
[JsonDerivedType(typeof(ProofSettled), "proof-settled")]
[JsonDerivedType(typeof(RunLeft), "run-left")]
[JsonDerivedType(typeof(RunEnded), "run-ended")]
public abstract record AgentEvent(DateTimeOffset At, string Run);
