using System.Globalization;
using Tributary.Core;
using Tributary.Privacy;

namespace Tributary.Agent;

/// <summary>What a site's answers have told in all jobs together, held against its budget.</summary>
/// <param name="budget">The most that they may tell, or null for any.</param>
internal sealed class SpentPrivacy(SiteBudget? budget)
{
    /// <summary>What an answer to an invitation tells by itself.</summary>
    public static DpEvent EventOf(Invitation invitation) =>
        invitation.Pipeline.Stages.Select(stage => stage.Plan.Release?.Event).FirstOrDefault(release => release is not null)
            ?? new NonPrivateEvent($"Answers to '{invitation.Question}' have no noise.");

    /// <summary>Why a round may not be answered, or null where it may; a round that was reserved has been counted.</summary>
    public string? Refusal(AgentState state, Invitation invitation)
    {
        if (budget is null || IsReserved(state, invitation.Context.Round)) return null;
        DpEvent next = EventOf(invitation);
        if (next is NonPrivateEvent nothing) return $"{nothing.Reason} This site has a privacy budget, which such an answer would pass.";
        DpEvent[] before = [.. state.Runs.Values.SelectMany(run => run.Reserved.Values)];
        double epsilon = RoundAccount.Epsilon([.. before, next], budget.Delta);
        if (epsilon <= budget.Epsilon * (1 + 1e-9)) return null;
        double told = RoundAccount.Epsilon(before, budget.Delta);
        return string.Create(CultureInfo.InvariantCulture,
            $"The site's privacy budget is spent: its answers in all jobs have told epsilon {told:0.####} of {budget.Epsilon:0.####}, ")
            + string.Create(CultureInfo.InvariantCulture, $"and this one would make it {epsilon:0.####}.");
    }

    /// <summary>Whether an answer to a round has been counted already.</summary>
    public static bool IsReserved(AgentState state, RoundId round) =>
        state.Runs.TryGetValue(round.Run, out MemberState? run) && run.Reserved.ContainsKey(round.Number);
}
