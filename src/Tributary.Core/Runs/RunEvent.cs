using System.Text.Json.Serialization;

namespace Tributary.Core;

/// <summary>Something that happened in a run. Everything else (state, dashboard, accounts, recovery) is read from these.</summary>
/// <param name="At">When, by the coordinator's clock.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(RunStarted), "run-started")]
[JsonDerivedType(typeof(RoundOpened), "round-opened")]
[JsonDerivedType(typeof(StepOpened), "step-opened")]
[JsonDerivedType(typeof(StepAnswered), "step-answered")]
[JsonDerivedType(typeof(UpdateReceived), "update-received")]
[JsonDerivedType(typeof(ClientDropped), "client-dropped")]
[JsonDerivedType(typeof(RoundClosed), "round-closed")]
[JsonDerivedType(typeof(KeeperAnswered), "keeper-answered")]
[JsonDerivedType(typeof(KeeperDropped), "keeper-dropped")]
[JsonDerivedType(typeof(ModelPublished), "model-published")]
[JsonDerivedType(typeof(RoundFailed), "round-failed")]
[JsonDerivedType(typeof(ModelEvaluated), "model-evaluated")]
[JsonDerivedType(typeof(RunFinished), "run-finished")]
public abstract record RunEvent(DateTimeOffset At);
