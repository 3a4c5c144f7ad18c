using Tributary.Core;
using Tributary.Models;
using Tributary.Privacy;
using Tributary.Tensors;
using Tributary.Training;

namespace Tributary.Agent;

/// <summary>A job as this site would do it: understood, with the site's own data read.</summary>
public sealed record SiteJob
{
    /// <summary>The job as it was submitted.</summary>
    public required string Text { get; init; }

    /// <summary>The job.</summary>
    public required JobSpec Spec { get; init; }

    /// <summary>Strategy, stages and what a client does in a round.</summary>
    public required Composition Parts { get; init; }

    /// <summary>What is trained.</summary>
    public required IArchitecture Architecture { get; init; }

    /// <summary>What the job calls the data.</summary>
    public required string DataName { get; init; }

    /// <summary>All of the site's examples that can be used.</summary>
    public required DataSplit Data { get; init; }

    /// <summary>What became of the rows of the site's file, where it is read as a declared table.</summary>
    public RowReport? Rows { get; init; }

    /// <summary>Whether the key of an example is the person whose it is.</summary>
    public bool NamesPeople { get; init; }

    /// <summary>The columns that are used, the one that is predicted last where it is known; null where the data has none.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>The most ranks of an adapter that the site trains, or null for any.</summary>
    public int? AdapterRank { get; init; }

    /// <summary>What the data looks like to the model.</summary>
    public DataShape Shape => DataShape.Of(Data.Train, Spec.Normalize);

    /// <summary>The model, and how it is built.</summary>
    public JobModel Model => new(Spec, Architecture, Shape, Parts.Local);

    /// <summary>What is asked, in order.</summary>
    public IReadOnlyList<string> Questions => TablePhases.Names(Spec, Architecture);

    /// <summary>
    /// The parts with as much noise as the job's budget needs, and what they promise at most: the site works it out by itself, and knows of
    /// the others only the least number that there are.
    /// </summary>
    /// <exception cref="SiteException">The job promises what it does not keep.</exception>
    public (Composition Parts, PrivacyPlan? Privacy) Complete(ParameterLayout layout)
    {
        var problems = new List<Problem>();
        int sites = Spec.MinimumCohort;
        (Composition parts, PrivacyPlan? privacy) = PrivateTraining.Complete(Spec, Parts, layout, sites, sites, problems);
        return problems.Count == 0 ? (parts, privacy) : throw new SiteException(problems);
    }

    /// <summary>Divides the examples as a simulation does.</summary>
    /// <param name="number">The site's number in the run, from zero.</param>
    /// <exception cref="DataException">They cannot be divided so.</exception>
    public SiteSplit Split(int number) =>
        SiteSplit.Of(Data.Train, SiteSplit.Share(Spec.Holdout, Data.Test is not null), JobStreams.Federation(Spec), number);

    /// <summary>Whether the model of a file is the one that this job would train here, or why it is not.</summary>
    public string? MisfitOf(ModelFile file)
    {
        DataShape own = Shape;
        if (!file.Model.Equals(Spec.Model)) return "The initial model is described otherwise than the job's model.";
        if (file.Data.Normalize != own.Normalize) return "The initial model and the job disagree about normalizing columns.";
        if (!own.Fits(file.Data) || !SameNames(own.FeatureNames, file.Data.FeatureNames))
            return "The initial model is for data of another shape than this site's: features, classes or their names differ.";
        return null;
    }

    private static bool SameNames(IReadOnlyList<string>? own, IReadOnlyList<string>? other) =>
        own is null || other is null || own.SequenceEqual(other);
}
