using System.Globalization;
using Tributary.Core;
using Tributary.Privacy;

namespace Tributary.Agent;

/// <summary>What a site's answers have told in all jobs together, held against its budgets.</summary>
/// <param name="policy">With the most that they may tell, of all data and of single data sets.</param>
internal sealed class SpentPrivacy(SitePolicy policy)
{
    /// <summary>What an answer to an invitation tells by itself.</summary>
    public static DpEvent EventOf(Invitation invitation) =>
        invitation.Pipeline.Stages.Select(stage => stage.Plan.Release?.Event).FirstOrDefault(release => release is not null)
            ?? new NonPrivateEvent($"Answers to '{invitation.Question}' have no noise.");

    /// <summary>Why a round may not be answered, or null where it may; a round that was reserved has been counted.</summary>
    /// <param name="state">The agent's.</param>
    /// <param name="invitation">To the round.</param>
    /// <param name="data">What the job calls the data.</param>
    public string? Refusal(AgentState state, Invitation invitation, string data)
    {
        if (IsReserved(state, invitation.Context.Round)) return null;
        DpEvent next = EventOf(invitation);
        return policy.BudgetsOf(data).Select(limit => Refusal(state, next, limit.Budget, limit.Data))
            .FirstOrDefault(refusal => refusal is not null);
    }

    private static string? Refusal(AgentState state, DpEvent next, SiteBudget budget, string? data)
    {
        if (next is NonPrivateEvent nothing) return $"{nothing.Reason} This site has a privacy budget, which such an answer would pass.";
        // What was told before it was noted of which data counts for all.
        DpEvent[] before =
        [
            .. state.Runs.Values.Where(run => data is null || run.Data is null || run.Data == data).SelectMany(run => run.Reserved.Values),
        ];
        double epsilon = RoundAccount.Epsilon([.. before, next], budget.Delta);
        if (epsilon <= budget.Epsilon * (1 + 1e-9)) return null;
        double told = RoundAccount.Epsilon(before, budget.Delta);
        return string.Create(CultureInfo.InvariantCulture,
            $"The site's privacy budget{(data is null ? "" : $" for '{data}'")} is spent: its answers in all jobs have told epsilon " +
            $"{told:0.####} of {budget.Epsilon:0.####}, ")
            + string.Create(CultureInfo.InvariantCulture, $"and this one would make it {epsilon:0.####}.");
    }

    /// <summary>Whether an answer to a round has been counted already.</summary>
    public static bool IsReserved(AgentState state, RoundId round) =>
        state.Runs.TryGetValue(round.Run, out MemberState? run) && run.Reserved.ContainsKey(round.Number);
}
