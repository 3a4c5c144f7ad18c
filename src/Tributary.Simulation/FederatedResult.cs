using Tributary.Core;
using Tributary.Tensors;

namespace Tributary.Simulation;

/// <summary>What a federation came to.</summary>
/// <param name="Model">The last published model.</param>
/// <param name="Rounds">Every round, in order.</param>
/// <param name="Outcome">How the run ended.</param>
/// <param name="Reason">Why, in one sentence.</param>
/// <param name="Seconds">From the first round to the last.</param>
/// <param name="VirtualSeconds">The same by the virtual clock.</param>
/// <param name="Personal">
/// What each site has kept of its own, in the order of the sites, null where one never took part; empty where nothing is kept.
/// </param>
/// <param name="Examples">What is promised about single examples; null without <c>local.privacy</c>.</param>
internal sealed record FederatedResult(
    ParameterSet Model, IReadOnlyList<RoundSummary> Rounds, RunOutcome Outcome, string Reason, double Seconds, double VirtualSeconds,
    IReadOnlyList<float[]?> Personal, ExampleGuarantee? Examples = null)
{
    /// <summary>Published rounds of training.</summary>
    public int TrainingRounds => Rounds.Count(round => round.Question == TrainPhase.QuestionName && round.Received > 0);
}
