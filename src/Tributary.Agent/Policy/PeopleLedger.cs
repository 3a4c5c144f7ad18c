using Tributary.Core;
using Tributary.Privacy;

namespace Tributary.Agent;

/// <summary>What a site's answers have told of each person in all jobs together, held against the budget that each has.</summary>
/// <param name="budget">Of one person.</param>
/// <param name="journal">Has what was told, and of whom.</param>
/// <remarks>
/// Whoever's budget is spent is left out and the others are learnt from, as in Feldman, Zrnic: Individual privacy accounting via a Rényi
/// filter, NeurIPS 2021. Charges are those of the whole site's answer, no smaller than one person's, and do not depend on any values.
/// </remarks>
internal sealed class PeopleLedger(SiteBudget budget, AgentJournal journal)
{
    /// <summary>Those of whom one answer more may tell.</summary>
    /// <param name="people">Whom the data has.</param>
    /// <param name="next">What the answer tells.</param>
    /// <param name="cancellation">Stops reading.</param>
    public async ValueTask<PersonSet> AffordableAsync(PersonSet people, DpEvent next, CancellationToken cancellation)
    {
        var told = new Dictionary<BlobId, List<DpEvent>>();
        var ofEverybody = new List<DpEvent>();
        foreach (MemberState run in journal.State.Runs.Values)
            foreach ((int round, DpEvent e) in run.Reserved)
                if (!run.People.TryGetValue(round, out BlobId of)) ofEverybody.Add(e); // of whom was not noted
                else if (told.TryGetValue(of, out List<DpEvent>? events)) events.Add(e);
                else told.Add(of, [e]);
        var before = new List<(PersonSet Of, List<DpEvent> Events)>();
        foreach ((BlobId of, List<DpEvent> events) in told)
            before.Add((PersonSet.FromBytes((await journal.Blobs.GetAsync(of, cancellation)).Span), events));
        // Most people have been in the same answers: an accountant is asked once for all of those.
        return new PersonSet(people.People
            .GroupBy(person => string.Concat(before.Select(answers => answers.Of.Contains(person) ? '1' : '0')))
            .Where(alike => Covers(before.Where(answers => answers.Of.Contains(alike.First())).SelectMany(answers => answers.Events)))
            .SelectMany(alike => alike));

        bool Covers(IEnumerable<DpEvent> told) =>
            RoundAccount.Epsilon([.. ofEverybody, .. told, next], budget.Delta) <= budget.Epsilon * (1 + 1e-9);
    }
}
