using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using Tributary.Tensors;

namespace Tributary.Core;

/// <summary>
/// Federated training: asks <c>train</c> for a number of rounds, and lets the server optimizer step along the averaged change.
/// </summary>
/// <remarks>
/// Reddi et al.: Adaptive federated optimization. ICLR 2021, algorithm 1: the averaged change, negated, is the server's gradient.
/// </remarks>
public sealed class TrainPhase : IPhase
{
    /// <summary>The question's name.</summary>
    public const string QuestionName = "train";

    private readonly Question _question;
    private readonly IOptimizer _optimizer;
    private readonly int _rounds;

    /// <summary>Training of the trainable tensors of a layout.</summary>
    /// <param name="parts">Strategy, selector, pacing and stages.</param>
    /// <param name="layout">The model's tensors.</param>
    /// <param name="rounds">How many models to publish.</param>
    /// <param name="metrics">The averages that trainers report beside their change, such as <c>loss</c>.</param>
    public TrainPhase(Composition parts, ParameterLayout layout, int rounds, params IReadOnlyList<string> metrics)
    {
        _rounds = rounds;
        _optimizer = parts.Strategy.ServerOptimizer;
        _question = new Question
        {
            Name = QuestionName,
            Answer = [.. layout.Entries.Where(entry => entry.Trainable).Select(entry => new Segment(entry.Name, entry.Shape.Count))],
            Metrics = metrics,
            Pipeline = parts.Pipeline,
            Aggregator = parts.Strategy.Aggregator,
            Weighting = parts.Strategy.Weighting,
            Selector = parts.Selector,
            Pacing = parts.Pacing,
            Apply = Step,
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
        int wanted = (int)Math.Round(_question.Selector.Expected(clients));
        try
        {
            return _question.Plan(Math.Max(1, Math.Min(_question.Pacing.Invite(wanted), clients)));
        }
        catch (CompositionException e)
        {
            problems.Add(new Problem(e.Code, "$.stages", e.Message));
            return null;
        }
    }

    private void Step(ModelState state, IReadOnlyDictionary<string, ReadOnlyMemory<double>> change)
    {
        float[] rented = ArrayPool<float>.Shared.Rent(state.Model.Layout.TrainableLength);
        try
        {
            Step(state, change, rented.AsSpan(0, state.Model.Layout.TrainableLength));
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rented);
        }
    }

    private void Step(ModelState state, IReadOnlyDictionary<string, ReadOnlyMemory<double>> change, Span<float> gradient)
    {
        ParameterSet model = state.Model;
        // Weight decay would move a tensor without a gradient, but what is not shared belongs to the clients: it is put back.
        var kept = new List<(ParameterEntry Entry, float[] Values)>();
        foreach (ParameterEntry entry in model.Layout.Entries.Where(entry => entry.Trainable))
        {
            Span<float> part = gradient.Slice(entry.Offset, entry.Shape.Count);
            if (change.TryGetValue(entry.Name, out ReadOnlyMemory<double> mean))
            {
                Negate(mean.Span, part);
            }
            else
            {
                part.Clear();
                kept.Add((entry, model[entry.Name].ToArray()));
            }
        }
        _optimizer.Step(model.Trainable, gradient, state.Optimizer);
        foreach ((ParameterEntry entry, float[] values) in kept) values.CopyTo(model[entry.Name]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Negate(ReadOnlySpan<double> change, Span<float> gradient)
    {
        int done = 0;
        for (; done <= change.Length - Vector<float>.Count; done += Vector<float>.Count)
        {
            var low = new Vector<double>(change[done..]);
            var high = new Vector<double>(change[(done + Vector<double>.Count)..]);
            Vector.Narrow(-low, -high).CopyTo(gradient[done..]);
        }
        for (; done < change.Length; done++) gradient[done] = (float)-change[done];
    }
}
