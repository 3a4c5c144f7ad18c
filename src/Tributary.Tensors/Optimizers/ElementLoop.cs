using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tributary.Tensors;

/// <summary>Runs an element step over whole vectors, on one thread or several, without allocating.</summary>
internal sealed unsafe class ElementLoop<TStep> where TStep : struct, IElementStep
{
    private const int Least = 16_384; // elements a thread; fewer are done before the others have come

    private readonly RangeBody _body;
    private Workspace[] _workspaces = [];
    private TStep _step;
    private float* _parameters, _gradient, _first, _second;
    private int _start, _end;

    public ElementLoop() => _body = Run;

    /// <summary>Applies <paramref name="step"/> to every element.</summary>
    public void Run(TStep step, Span<float> parameters, ReadOnlySpan<float> gradient, OptimizerState state, int slots) =>
        Run(step, parameters, gradient, state, slots, 0, parameters.Length);

    /// <summary>Applies <paramref name="step"/> to the elements from <paramref name="start"/> up to <paramref name="end"/>.</summary>
    public void Run(
        TStep step, Span<float> parameters, ReadOnlySpan<float> gradient, OptimizerState state, int slots, int start, int end)
    {
        if (gradient.Length != parameters.Length)
            throw new ArgumentException(
                $"Expected {parameters.Length} elements, one for each parameter, got {gradient.Length}.", nameof(gradient));
        state.Require(slots, parameters.Length);
        if (_workspaces.Length != state.Threads) _workspaces = [.. Enumerable.Range(0, state.Threads).Select(_ => new Workspace())];
        fixed (float* p = parameters, g = gradient)
        fixed (float* a = slots > 0 ? state.Slot(0) : default, b = slots > 1 ? state.Slot(1) : default)
        {
            (_step, _start, _end) = (step, start, end);
            _parameters = p;
            _gradient = g;
            _first = a;
            _second = b;
            // Cut between vectors, so that no element is done in two ways.
            int vectors = (end - start + Lanes.Count - 1) / Lanes.Count;
            ForkJoin.Shared.Run(vectors, Math.Min(state.Threads, (end - start) / Least), _workspaces, _body);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Run(int start, int end, Workspace workspace)
    {
        TStep step = _step;
        float* parameters = _parameters, gradient = _gradient, first = _first, second = _second;
        int last = Math.Min(_end, _start + end * Lanes.Count), i = _start + start * Lanes.Count;
        for (; i <= last - Lanes.Count; i += Lanes.Count)
        {
            Vector512<float> p = Vector512.Load(parameters + i), g = Vector512.Load(gradient + i);
            Vector512<float> a = first is null ? default : Vector512.Load(first + i);
            Vector512<float> b = second is null ? default : Vector512.Load(second + i);
            step.Apply(ref p, g, ref a, ref b);
            p.Store(parameters + i);
            if (first is not null) a.Store(first + i);
            if (second is not null) b.Store(second + i);
        }
        if (i < last) Finish(step, i, last - i);
    }

    // The last elements go through the same arithmetic, padded with zeros, so that no second version of it can differ.
    private void Finish(TStep step, int start, int count)
    {
        Span<float> parameters = new(_parameters + start, count), first = Rest(_first, start, count), second = Rest(_second, start, count);
        Vector512<float> p = Lanes.Load(parameters, 0), g = Lanes.Load(new(_gradient + start, count), 0);
        Vector512<float> a = Lanes.Load(first, 0), b = Lanes.Load(second, 0);
        step.Apply(ref p, g, ref a, ref b);
        Lanes.Store(p, parameters, 0);
        Lanes.Store(a, first, 0);
        Lanes.Store(b, second, 0);
    }

    private static Span<float> Rest(float* slot, int start, int count) => slot is null ? default : new(slot + start, count);
}
