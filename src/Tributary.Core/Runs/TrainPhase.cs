using Tributary.Tensors;

namespace Tributary.Core;

/// <summary>Federated training: asks <c>train</c> for a number of rounds, and lets the strategy step along the averaged change.</summary>
/// <remarks>A running mean that a model carries of itself (<see cref="ModelAverage"/>) follows every model that is published.</remarks>
public sealed class TrainPhase : IPhase
{
    /// <summary>The question's name.</summary>
    public const string QuestionName = "train";

    private readonly Question _question;
    private readonly IServerStep _step;
    private readonly ParameterLayout _layout;
    private readonly int _rounds;

    /// <summary>Training of the trainable tensors of a layout.</summary>
    /// <param name="parts">Strategy, selector, pacing and stages.</param>
    /// <param name="layout">The model's tensors.</param>
    /// <param name="rounds">How many models to publish.</param>
    /// <param name="metrics">The averages that trainers report beside their change, such as <c>loss</c>.</param>
    public TrainPhase(Composition parts, ParameterLayout layout, int rounds, params IReadOnlyList<string> metrics)
    {
        _rounds = rounds;
        _step = parts.Strategy.Step;
        _layout = layout;
        _question = new Question
        {
            Name = QuestionName,
            Answer = [.. layout.Entries.Where(entry => entry.Trainable)
                .Select(entry => new Segment(entry.Name, entry.Shape.Count) { Columns = entry.Shape.Extents[^1] })],
            Metrics = metrics,
            Pipeline = parts.Pipeline,
            Aggregator = parts.Strategy.Aggregator,
            Weighting = parts.Strategy.Weighting,
            Selector = parts.Selector,
            Pacing = parts.Pacing,
            Apply = Apply,
        };
    }

    /// <inheritdoc/>
    public Question? Next(RunState run) => run.Answered.GetValueOrDefault(QuestionName) < _rounds ? _question : null;

    /// <inheritdoc/>
    public Question? Find(string name) => name == QuestionName ? _question : null;

    /// <summary>Fits the stages to the cohorts that this many clients would give.</summary>
    /// <param name="clients">The registered clients.</param>
    /// <param name="problems">Takes what does not fit.</param>
    /// <returns>The plan, or null where there is a problem.</returns>
    public PlannedPipeline? Plan(int clients, ICollection<Problem> problems)
    {
        try
        {
            PlannedPipeline plan = _question.PlanFor(clients);
            _step.Check(_layout, plan.Folded);
            return plan;
        }
        catch (CompositionException e)
        {
            problems.Add(new Problem(e.Code, "$.stages", e.Message));
            return null;
        }
    }

    private void Apply(ModelState state, IReadOnlyDictionary<string, ReadOnlyMemory<double>> change)
    {
        _step.Apply(state, change);
        ModelAverage.Follow(state.Model);
    }
}
