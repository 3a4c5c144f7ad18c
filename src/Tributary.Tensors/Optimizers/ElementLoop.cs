using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Tributary.Tensors;

/// <summary>Runs an element step over whole vectors without allocating.</summary>
internal static class ElementLoop
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TStep>(TStep step, Span<float> parameters, ReadOnlySpan<float> gradient, OptimizerState state, int slots)
        where TStep : struct, IElementStep
    {
        if (gradient.Length != parameters.Length)
            throw new ArgumentException(
                $"Expected {parameters.Length} elements, one for each parameter, got {gradient.Length}.", nameof(gradient));
        state.Require(slots, parameters.Length);
        Span<float> first = slots > 0 ? state.Slot(0) : default, second = slots > 1 ? state.Slot(1) : default;
        int whole = parameters.Length & ~(Vector512<float>.Count - 1);
        for (int i = 0; i < whole; i += Vector512<float>.Count) Apply(ref step, parameters, gradient, first, second, i);
        if (whole < parameters.Length) ApplyTail(ref step, parameters[whole..], gradient[whole..], Rest(first, whole), Rest(second, whole));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Apply<TStep>(
        ref TStep step, Span<float> parameters, ReadOnlySpan<float> gradient, Span<float> first, Span<float> second, int i)
        where TStep : struct, IElementStep
    {
        ref float p = ref Unsafe.Add(ref MemoryMarshal.GetReference(parameters), i);
        ref float a = ref Unsafe.Add(ref MemoryMarshal.GetReference(first), i);
        ref float b = ref Unsafe.Add(ref MemoryMarshal.GetReference(second), i);
        Vector512<float> vp = Vector512.LoadUnsafe(ref p),
            vg = Vector512.LoadUnsafe(ref Unsafe.Add(ref MemoryMarshal.GetReference(gradient), i));
        Vector512<float> va = first.IsEmpty ? default : Vector512.LoadUnsafe(ref a),
            vb = second.IsEmpty ? default : Vector512.LoadUnsafe(ref b);
        step.Apply(ref vp, vg, ref va, ref vb);
        vp.StoreUnsafe(ref p);
        if (!first.IsEmpty) va.StoreUnsafe(ref a);
        if (!second.IsEmpty) vb.StoreUnsafe(ref b);
    }

    // The last elements go through the same arithmetic, padded with zeros, so that no second version of it can differ.
    private static void ApplyTail<TStep>(
        ref TStep step, Span<float> parameters, ReadOnlySpan<float> gradient, Span<float> first, Span<float> second)
        where TStep : struct, IElementStep
    {
        Vector512<float> p = default, g = default, a = default, b = default;
        parameters.CopyTo(Lanes(ref p));
        gradient.CopyTo(Lanes(ref g));
        first.CopyTo(Lanes(ref a));
        second.CopyTo(Lanes(ref b));
        step.Apply(ref p, g, ref a, ref b);
        Lanes(ref p)[..parameters.Length].CopyTo(parameters);
        Lanes(ref a)[..first.Length].CopyTo(first);
        Lanes(ref b)[..second.Length].CopyTo(second);
    }

    private static Span<float> Lanes(ref Vector512<float> vector) =>
        MemoryMarshal.CreateSpan(ref Unsafe.As<Vector512<float>, float>(ref vector), Vector512<float>.Count);

    private static Span<float> Rest(Span<float> slot, int start) => slot.IsEmpty ? default : slot[start..];
}
