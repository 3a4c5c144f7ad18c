using System.Numerics;
using System.Runtime.InteropServices;
using Tributary.Tensors;

namespace Tributary.Core;

/// <summary>An update in 32-bit floats: of its own, or where they lie in a body that has arrived.</summary>
public sealed class RealPayload : NumericPayload
{
    private readonly ReadOnlyMemory<byte> _body;
    private float[]? _own;

    /// <summary>Takes ownership of <paramref name="values"/>, one for each element of <paramref name="segments"/>.</summary>
    public RealPayload(IReadOnlyList<Segment> segments, float[] values)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, segments.Sum(segment => segment.Length), nameof(values));
        Segments = segments;
        _own = values;
    }

    private RealPayload(IReadOnlyList<Segment> segments, ReadOnlyMemory<byte> body)
    {
        Segments = segments;
        _body = body;
    }

    /// <inheritdoc/>
    public override PayloadKind Kind => PayloadKind.Real;

    /// <inheritdoc/>
    public override IReadOnlyList<Segment> Segments { get; }

    /// <summary>The numbers of all segments, one after another.</summary>
    public ReadOnlySpan<float> Values => _own ?? MemoryMarshal.Cast<byte, float>(_body.Span);

    /// <inheritdoc/>
    public override int Length => _own?.Length ?? _body.Length / sizeof(float);

    /// <summary>The numbers where they lie in a body, which must stay as it is for as long as the payload is used.</summary>
    /// <param name="segments">As many numbers as the body holds.</param>
    /// <param name="body">Four bytes a number; need not be aligned.</param>
    internal static RealPayload Over(IReadOnlyList<Segment> segments, ReadOnlyMemory<byte> body) => new(segments, body);

    /// <summary>The numbers, to be changed in place by the payload's owner; those in a body are copied first, once.</summary>
    public float[] Edit() => _own ??= Values.ToArray();

    /// <summary>Floats are never summed as floats: the sum would depend on the order.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override void Add(Payload other) =>
        throw new NotSupportedException("Real payloads are brought on the fixed-point grid before they are added.");

    /// <inheritdoc/>
    public override long Weight => FixedPoint.Round(Values[^1]);

    /// <inheritdoc/>
    public override bool IsInRange(int cohort)
    {
        float limit = (float)FixedPoint.Limit(cohort);
        ReadOnlySpan<float> values = Values;
        ReadOnlySpan<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        foreach (Vector<float> vector in vectors)
            if (!Vector.LessThanAll(Vector.Abs(vector), new Vector<float>(limit))) // also false for NaN
                return false;
        foreach (float value in values[(vectors.Length * Vector<float>.Count)..])
            if (!(Math.Abs(value) < limit))
                return false;
        return true;
    }

    /// <inheritdoc/>
    public override void AccumulateInto(Span<long> sum, int start = 0) => FixedPoint.Accumulate(Values.Slice(start, sum.Length), sum);

    /// <inheritdoc/>
    public override NumericPayload Gather(ReadOnlySpan<int> source, IReadOnlyList<Segment> segments)
    {
        ReadOnlySpan<float> values = Values;
        float[] gathered = new float[source.Length];
        for (int i = 0; i < gathered.Length; i++) gathered[i] = source[i] < 0 ? 0 : values[source[i]];
        return new RealPayload(segments, gathered);
    }

    /// <summary>The tensor of one segment, over the numbers themselves.</summary>
    internal SafetensorsEntry Tensor(string name, Range range)
    {
        (int start, int length) = range.GetOffsetAndLength(Length);
        return _own is not null
            ? SafetensorsEntry.Over<float>(name, _own.AsMemory(range), length)
            : new SafetensorsEntry(name, SafetensorsDType.F32, [length], _body.Slice(start * sizeof(float), length * sizeof(float)));
    }
}
