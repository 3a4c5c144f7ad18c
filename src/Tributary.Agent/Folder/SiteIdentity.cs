namespace Tributary.Agent;

/// <summary>Who a site is and whom it trusts: the file <c>identity.json</c>, beside its key and certificates.</summary>
/// <param name="Site">Its name.</param>
/// <param name="Role">What it may do: <c>site</c> or <c>evaluator</c>.</param>
/// <param name="Coordinator">Where the coordinator is.</param>
/// <param name="CheckpointKey">The key that signs the ledger's checkpoints, as a verifier key of a signed note; empty for none.</param>
public sealed record SiteIdentity(string Site, string Role, Uri Coordinator, string CheckpointKey);
