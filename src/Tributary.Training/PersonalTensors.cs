using Tributary.Core;
using Tributary.Tensors;

namespace Tributary.Training;

/// <summary>
/// The tensors of a model that a client keeps to itself: the others are everybody's, these go on from its own last round.
/// </summary>
/// <remarks>Arivazhagan et al.: Federated learning with personalization layers. arXiv:1912.00818.</remarks>
public static class PersonalTensors
{
    /// <summary>What they are kept under between the rounds of a run.</summary>
    public static string NameOf(string run) => $"personal/{run}";

    /// <summary>Copies them out of a model, one after another.</summary>
    public static float[] Take(IReadOnlyList<Segment> personal, Parameters model)
    {
        float[] kept = new float[personal.Sum(segment => segment.Length)];
        Span<float> rest = kept;
        foreach (Segment segment in personal)
        {
            model.Values.Slice(Find(model.Layout, segment).Offset, segment.Length).CopyTo(rest);
            rest = rest[segment.Length..];
        }
        return kept;
    }

    /// <summary>Puts what <see cref="Take"/> copied into a model.</summary>
    /// <exception cref="InvalidOperationException">It was taken from another model.</exception>
    public static void Restore(float[] kept, IReadOnlyList<Segment> personal, Parameters model) =>
        Restore(kept, personal, model.Layout, model.Values);

    /// <summary>The model that a client has: everybody's, with its own tensors in their places.</summary>
    public static ParameterSet With(ParameterSet everybodys, float[] kept, IReadOnlyList<Segment> personal)
    {
        ParameterSet own = everybodys.Clone();
        Restore(kept, personal, own.Layout, own.Values);
        return own;
    }

    private static void Restore(ReadOnlySpan<float> kept, IReadOnlyList<Segment> personal, ParameterLayout layout, Span<float> values)
    {
        if (kept.Length != personal.Sum(segment => segment.Length))
            throw new InvalidOperationException("What this client kept for itself belongs to another model.");
        foreach (Segment segment in personal)
        {
            kept[..segment.Length].CopyTo(values.Slice(Find(layout, segment).Offset, segment.Length));
            kept = kept[segment.Length..];
        }
    }

    private static ParameterEntry Find(ParameterLayout layout, Segment segment) =>
        layout.Find(segment.Name)
            ?? throw new InvalidOperationException($"The round keeps '{segment.Name}' at its clients, which this model does not have.");
}
