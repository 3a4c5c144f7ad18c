using Tributary.Core;
using Tributary.Models;

namespace Tributary.Agent;

/// <summary>The people whose rows a run learns from at this site, round by round.</summary>
internal sealed class RunPeople
{
    private readonly Dataset _data;
    private readonly UInt128[] _people;
    private readonly PersonSet _all;
    private readonly AgentJournal _journal;
    private readonly SitePolicy _policy;

    /// <summary>The people of a run's data.</summary>
    /// <param name="data">With a key for each example, which names its person.</param>
    /// <param name="site">The site's name.</param>
    /// <param name="policy">With the budget that each person has, if there is one.</param>
    /// <param name="journal">Has what was told of them before.</param>
    public RunPeople(Dataset data, string site, SitePolicy policy, AgentJournal journal)
    {
        _data = data;
        _people = [.. data.PartitionInput.Keys!.Select(person => PersonSet.DigestOf(site, person))];
        _all = new PersonSet(_people);
        _policy = policy;
        _journal = journal;
    }

    /// <summary>Of whom the answer to an invitation may tell; a round that was reserved has its people for good.</summary>
    public async ValueTask<PersonSet> InAsync(Invitation invitation, CancellationToken cancellation)
    {
        RoundId round = invitation.Context.Round;
        if (SpentPrivacy.IsReserved(_journal.State, round))
            return _journal.State.Runs[round.Run].People.TryGetValue(round.Number, out BlobId reserved)
                ? PersonSet.FromBytes((await _journal.Blobs.GetAsync(reserved, cancellation)).Span) : _all;
        return _policy.PrivacyOfPerson is { } budget
            ? await new PeopleLedger(budget, _journal).AffordableAsync(_all, SpentPrivacy.EventOf(invitation), cancellation) : _all;
    }

    /// <summary>Their examples.</summary>
    public Dataset Of(PersonSet people) => people.Count == _all.Count
        ? _data : _data.Select([.. Enumerable.Range(0, _people.Length).Where(example => people.Contains(_people[example]))]);

    /// <summary>Why a round cannot be answered with these people, or null where it can.</summary>
    public string? Objection(PersonSet people)
    {
        if (people.Count == _all.Count) return null;
        int examples = Of(people).Count;
        return examples > 0 && examples >= _policy.MinimumExamples ? null
            : $"The privacy budget of {_all.Count - people.Count} of {_all.Count} people is spent, and too few examples are left without " +
                $"them: {examples}.";
    }

    /// <summary>How many are left out, in words, or null for none.</summary>
    public string? LeftOut(PersonSet people) => people.Count == _all.Count ? null
        : $"{_all.Count - people.Count} of {_all.Count} people are left out: their privacy budget is spent.";
}
