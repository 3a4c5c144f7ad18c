using Tributary.Core;
using Tributary.Models;
using Tributary.Tensors;

namespace Tributary.Training;

/// <summary>What a job asks that makes a generator of tables.</summary>
public static class TablePhases
{
    /// <summary>The phases of a generator that is made of sums over sites alone.</summary>
    /// <param name="model">The generator.</param>
    /// <param name="parts">The job's parts.</param>
    /// <param name="seed">The job's seed, from which noise comes unless it is to be secret.</param>
    /// <returns>Histograms first, then what follows from them; null for a model that is trained.</returns>
    public static IReadOnlyList<IPhase>? Of(ITableModel model, Composition parts, ulong seed)
    {
        if (model.Counted is not { } counted) return null;
        RandomStream noise = new RandomStream(seed).Derive("noise");
        var budget = MarginalBudget.Of(counted, model.Histogram.Shape);
        var first = new HistogramsPhase(model.Histogram, budget, parts, noise);
        return [first, model.Marginals is { } marginals
            ? new MarginalsPhase(marginals, parts, noise)
            : new ScoresPhase(model.Histogram, budget, parts, noise)];
    }

    /// <summary>The question before the training of a generator: its answers go past all stages, which are fitted to changes.</summary>
    /// <param name="model">The generator.</param>
    /// <param name="parts">The job's parts.</param>
    /// <param name="seed">The job's seed.</param>
    public static IPhase Before(ITableModel model, Composition parts, ulong seed) => new HistogramsPhase(
        model.Histogram, null, parts with { Pipeline = new Pipeline() }, new RandomStream(seed).Derive("noise"));

    /// <summary>Fits the stages of the last question to the cohorts that this many clients would give.</summary>
    /// <param name="phases">What is asked.</param>
    /// <param name="clients">The registered clients.</param>
    /// <param name="problems">Takes what does not fit.</param>
    public static PlannedPipeline? Plan(IReadOnlyList<IPhase> phases, int clients, ICollection<Problem> problems)
    {
        try
        {
            string last = phases[^1] is ScoresPhase ? ScoresPhase.Scores : MarginalsPhase.Marginals;
            return phases[^1].Find(last)!.PlanFor(clients);
        }
        catch (CompositionException e)
        {
            problems.Add(new Problem(e.Code, "$.stages", e.Message));
            return null;
        }
    }
}
