using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>
/// A network with its objective: built once for batches of up to the graph's capacity, then used for any number of clients.
/// </summary>
/// <remarks>One model is used by one thread at a time.</remarks>
public abstract class Model
{
    /// <summary>The operations and their buffers.</summary>
    public required Graph Graph { get; init; }

    /// <summary>The live parameters.</summary>
    public required Parameters Parameters { get; init; }

    /// <summary>The scalar that training makes smaller: the objective averaged over the batch.</summary>
    public required Tensor Loss { get; init; }

    /// <summary>What <see cref="Score"/> measures; the first is always <c>loss</c>.</summary>
    public abstract IReadOnlyList<string> Metrics { get; }

    /// <summary>Lets intermediate results share memory, see <see cref="Graph.Plan"/>; once, before the first use.</summary>
    /// <param name="forTraining">Whether gradients will be asked for; otherwise a plan needs far less memory.</param>
    public void Plan(bool forTraining) => Graph.Plan(forTraining ? Loss : null, [Loss, .. Results]);

    /// <summary>Results on the way to the loss that others read.</summary>
    protected virtual IReadOnlyList<Tensor> Results => [];

    /// <summary>How many examples one pass over <paramref name="data"/> has.</summary>
    public virtual int CountExamples(Dataset data) => data.Count;

    /// <summary>Lists the examples of one pass over <paramref name="data"/>.</summary>
    /// <param name="data">Where the examples are.</param>
    /// <param name="examples">Takes <see cref="CountExamples"/> numbers.</param>
    /// <param name="random">Varies the pass where examples can be cut in more than one way; null for the standard way.</param>
    public virtual void ListExamples(Dataset data, Span<int> examples, RandomStream? random)
    {
        for (int i = 0; i < examples.Length; i++) examples[i] = i;
    }

    /// <summary>Copies a batch into the graph's inputs and sets its size.</summary>
    /// <param name="data">Where the examples are.</param>
    /// <param name="examples">One to capacity numbers of examples.</param>
    /// <param name="random">Where the objective draws its own noise from, if it has any.</param>
    public abstract void Load(Dataset data, ReadOnlySpan<int> examples, RandomStream random);

    /// <summary>Adds the sums of every metric over the batch that was last computed.</summary>
    /// <param name="sums">As many as there are <see cref="Metrics"/>.</param>
    /// <returns>How many examples, or tokens, the sums are over.</returns>
    public abstract double Score(Span<double> sums);
}
