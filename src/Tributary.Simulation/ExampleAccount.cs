using System.Text.Json;
using Tributary.Core;
using Tributary.Training;

namespace Tributary.Simulation;

/// <summary>What the clients of a run have revealed of their examples so far.</summary>
/// <param name="job">The job.</param>
/// <param name="budgets">How clients hide them.</param>
/// <param name="examples">How many examples each site has, in the order of sites.</param>
internal sealed class ExampleAccount(PlannedJob job, ExampleBudgets budgets, int[] examples)
{
    private readonly int[] _rounds = new int[examples.Length];

    /// <summary>Counts a round of training for a site that was invited, whatever became of its answer.</summary>
    public void Count(int site) => _rounds[site]++;

    /// <summary>The promise that holds for the examples of every client.</summary>
    public ExampleGuarantee Guarantee()
    {
        int worst = Enumerable.Range(0, examples.Length).MaxBy(site => budgets.Spent(examples[site], _rounds[site]));
        ExampleBudget budget = budgets.Of(examples[worst]);
        return new ExampleGuarantee
        {
            Epsilon = budgets.Spent(examples[worst], _rounds[worst]),
            Delta = budgets.Delta,
            Accountant = budgets.Accountant,
            NoiseMultiplier = budget.NoiseMultiplier,
            Probability = budget.Probability,
            Steps = budget.Steps * _rounds[worst],
            Event = JsonSerializer.SerializeToNode(budget.EventOf(Math.Max(1, _rounds[worst])), CoreJson.Default.DpEvent)!.AsObject(),
            NotCovered = [.. NotCovered()],
        };
    }

    private IEnumerable<string> NotCovered()
    {
        yield return "Samples and noise of this simulation follow from the job's seed, so that it can be repeated: the promise is that of "
            + "the same job in the field, where nobody knows them.";
        if (job.Spec.Normalize) yield return "The means and deviations of columns count as public, as the job says.";
        if (job.Spec.WeighsByExamples()) yield return "How many examples each client has counts as public.";
    }
}
