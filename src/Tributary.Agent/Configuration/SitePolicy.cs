using Tributary.Core;

namespace Tributary.Agent;

/// <summary>What a site's data may be used for. A limit that is left out does not limit.</summary>
public sealed record SitePolicy : IChecked
{
    /// <summary>Who agrees to jobs within the limits.</summary>
    public Approval Approve { get; init; }

    /// <summary>The names of jobs, with <c>*</c> for any letters.</summary>
    public IReadOnlyList<string>? Jobs { get; init; }

    /// <summary>The models that may be trained.</summary>
    public IReadOnlyList<string>? Models { get; init; }

    /// <summary>The columns that may be used, the one that is predicted among them.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>The questions that may be asked: <c>train</c>, <c>column-means</c>, <c>column-deviations</c>.</summary>
    public IReadOnlyList<string>? Questions { get; init; }

    /// <summary>The largest number of rounds of training.</summary>
    public int? MaximumRounds { get; init; }

    /// <summary>Stages that every update must pass through.</summary>
    public IReadOnlyList<string> Require { get; init; } = [];

    /// <summary>The smallest number of sites whose updates make a model.</summary>
    public int MinimumCohort { get; init; } = 1;

    /// <summary>The smallest number of this site's examples that may be learnt from.</summary>
    public int MinimumExamples { get; init; } = 1;

    /// <summary>
    /// The most that all jobs together may tell of this site's data: then only jobs whose answers get noise are taken. Null for any.
    /// </summary>
    public SiteBudget? Privacy { get; init; }

    /// <summary>The same for single data sets, by what jobs call them; beside <see cref="Privacy"/>, where both are given.</summary>
    public IReadOnlyDictionary<string, SiteBudget> PrivacyOf { get; init; } = new Dictionary<string, SiteBudget>();

    /// <summary>
    /// The most that all jobs together may tell of one person, for data in which a column names people: whoever's is spent is left out, and
    /// the others are learnt from. Null for any.
    /// </summary>
    public SiteBudget? PrivacyOfPerson { get; init; }

    /// <summary>Whether anything bounds what answers about a data set may tell.</summary>
    internal bool IsLimited(string data) => PrivacyOfPerson is not null || BudgetsOf(data).Any();

    /// <summary>The budgets that an answer about a data set counts against, each with the data set it is for, or null for all.</summary>
    internal IEnumerable<(string? Data, SiteBudget Budget)> BudgetsOf(string data)
    {
        if (Privacy is { } all) yield return (null, all);
        if (PrivacyOf.TryGetValue(data, out SiteBudget? own)) yield return (data, own);
    }

    /// <inheritdoc/>
    public IEnumerable<Problem> Check(string path)
    {
        if (MaximumRounds < 1)
            yield return Problem.OutOfRange($"{path}.maximumRounds",
                $"With at most {MaximumRounds} rounds no job could run. Give one or more, or leave it out.");
        if (MinimumCohort < 1)
            yield return Problem.OutOfRange($"{path}.minimumCohort", "A cohort has at least one site. Give one or more, or leave it out.");
        if (MinimumExamples < 1)
            yield return Problem.OutOfRange($"{path}.minimumExamples",
                "Nothing is learnt from no example. Give one or more, or leave it out.");
        foreach ((string name, IReadOnlyList<string>? list) in new[]
        {
            ("jobs", Jobs), ("models", Models), ("columns", Columns), ("questions", Questions),
        })
            if (list is [])
                yield return Problem.OutOfRange($"{path}.{name}",
                    "The list is empty, so every job would be declined. List what is allowed, or leave it out where all is.");
    }
}
