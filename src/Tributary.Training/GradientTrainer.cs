using System.Numerics;
using Tributary.Core;
using Tributary.Models;
using Tributary.Privacy;
using Tributary.Tensors;

namespace Tributary.Training;

/// <summary>Answers the question <c>train</c> by gradient steps on the site's own examples.</summary>
/// <param name="data">The site's training examples.</param>
/// <param name="loops">Loops shared by all clients of a process.</param>
/// <param name="threads">How many threads share the work of a step; the bits are the same for any number.</param>
/// <param name="secrets">
/// Samples and noise of private training, from the client's stream of the round, which everyone knows; null for the system's generator,
/// without which nothing is private.
/// </param>
/// <param name="rank">How many ranks of the model's adapter are trained; null for all.</param>
public sealed class GradientTrainer(
    Dataset data, Pool<TrainingLoop> loops, int threads = 1, Func<RandomStream, SecretBits>? secrets = null, int? rank = null)
    : ILocalTrainer
{
    /// <inheritdoc/>
    public async ValueTask<LocalResult> AnswerAsync(LocalTask task, CancellationToken cancellation)
    {
        string name = $"optimizer/{task.Round.Run}", own = PersonalTensors.NameOf(task.Round.Run);
        float[]? state = await task.Memory.LoadAsync(name, cancellation);
        float[]? personal = task.Personal is [] ? null : await task.Memory.LoadAsync(own, cancellation);
        return loops.Use(loop =>
        {
            loop.Threads = threads;
            loop.Model.Parameters.Load(task.Model);
            if (personal is not null) PersonalTensors.Restore(personal, task.Personal, loop.Model.Parameters);
            if (rank is { } limit) AdapterRank.Limit(loop.Model.Parameters, limit);
            if (state is not null) loop.Restore(state);
            using SecretBits? bits = loop.IsPrivate ? secrets?.Invoke(task.Random) ?? new SystemBits() : null;
            double loss = loop.Run(data, task.Random, task.Round.Number - 1, continues: state is not null, bits, cancellation);
            if (loop.KeepsOptimizer) task.Memory.Store(name, loop.Save());
            if (task.Personal is not []) task.Memory.Store(own, PersonalTensors.Take(task.Personal, loop.Model.Parameters));
            Change(loop.Model.Parameters, task);
            if (rank is { } trained) AdapterRank.Limit(task.Answer, task.Values.Span, trained);
            return new LocalResult(loop.Model.CountExamples(data), loop.IsPrivate ? [] : [loss]);
        });
    }

    /// <summary>Local parameters minus global ones, for the tensors the round asks for.</summary>
    private static void Change(Parameters local, LocalTask task)
    {
        Span<float> rest = task.Values.Span;
        foreach (Segment segment in task.Answer)
        {
            ParameterEntry entry = local.Layout.Find(segment.Name)
                ?? throw new InvalidOperationException($"The round asks for '{segment.Name}', which this model does not have.");
            ReadOnlySpan<float> after = local.Values.Slice(entry.Offset, segment.Length),
                before = task.Model.Values.Slice(entry.Offset, segment.Length);
            Subtract(after, before, rest[..segment.Length]);
            rest = rest[segment.Length..];
        }
    }

    private static void Subtract(ReadOnlySpan<float> after, ReadOnlySpan<float> before, Span<float> change)
    {
        int i = 0;
        for (; i <= change.Length - Vector<float>.Count; i += Vector<float>.Count)
            (new Vector<float>(after[i..]) - new Vector<float>(before[i..])).CopyTo(change[i..]);
        for (; i < change.Length; i++) change[i] = after[i] - before[i];
    }
}
