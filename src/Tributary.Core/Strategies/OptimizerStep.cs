using System.Numerics;
using System.Runtime.CompilerServices;
using Tributary.Tensors;

namespace Tributary.Core;

/// <summary>One step of an optimizer, to which the averaged change, negated, is the gradient.</summary>
/// <remarks>Reddi et al.: Adaptive federated optimization. ICLR 2021, algorithm 1.</remarks>
/// <param name="optimizer">The server's.</param>
public sealed class OptimizerStep(IOptimizer optimizer) : IServerStep
{
    /// <inheritdoc/>
    public void Apply(ModelState state, IReadOnlyDictionary<string, ReadOnlyMemory<double>> change)
    {
        ParameterSet model = state.Model;
        Span<float> gradient = state.Memory.Gradient(model.Layout.TrainableLength).Span;
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
        optimizer.Step(model.Trainable, gradient, state.Optimizer);
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
