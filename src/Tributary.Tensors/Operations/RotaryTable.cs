namespace Tributary.Tensors;

/// <summary>
/// Sines and cosines by which <see cref="TensorFunctions.RotaryEmbedding"/> turns: one table for all layers of a network.
/// </summary>
/// <remarks>
/// The angle of pair i at position t is t base^(-2i / D), computed in double precision. Programs that compute it in single precision
/// differ by the rounding of angles of up to t.
/// </remarks>
public sealed class RotaryTable
{
    /// <summary>The most positions: beyond it angles lose the digits that they need.</summary>
    public const int MostPositions = 1 << 20;

    private readonly float[] _cosines, _sines, _negative; // (positions, D / 2)

    /// <summary>Makes a table.</summary>
    /// <param name="positions">From 1 to <see cref="MostPositions"/>.</param>
    /// <param name="headWidth">D, even.</param>
    /// <param name="theta">How slowly the last pair turns, above one; 10,000 in the paper.</param>
    /// <exception cref="TensorException">A number is out of range.</exception>
    public RotaryTable(int positions, int headWidth, double theta = 10_000)
    {
        if (positions is < 1 or > MostPositions)
            throw new TensorException($"Positions of a rotary embedding: expected 1 to {MostPositions}, got {positions}.");
        if (headWidth < 2 || headWidth % 2 != 0)
            throw new TensorException($"Heads of a rotary embedding: expected an even width, got {headWidth}: pairs are turned.");
        if (!(theta > 1 && double.IsFinite(theta)))
            throw new TensorException($"Base of a rotary embedding: expected a number above one, got {theta}.");
        Positions = positions;
        HeadWidth = headWidth;
        int half = headWidth / 2;
        if ((long)positions * half > Array.MaxLength)
            throw new TensorException($"A rotary embedding of {positions} positions and width {headWidth} is too large. Use fewer.");
        _cosines = new float[positions * half];
        _sines = new float[positions * half];
        _negative = new float[positions * half];
        for (int i = 0; i < half; i++)
        {
            double frequency = Elementary.Pow(theta, -2.0 * i / headWidth);
            for (int t = 0; t < positions; t++)
            {
                _cosines[t * half + i] = (float)Elementary.Cos(t * frequency);
                _sines[t * half + i] = (float)Elementary.Sin(t * frequency);
                _negative[t * half + i] = -_sines[t * half + i];
            }
        }
    }

    /// <summary>The number of positions.</summary>
    public int Positions { get; }

    /// <summary>The width D of the heads.</summary>
    public int HeadWidth { get; }

    internal ReadOnlySpan<float> Cosines(int position) => Row(_cosines, position);

    internal ReadOnlySpan<float> Sines(int position) => Row(_sines, position);

    /// <summary>The sines with the other sign.</summary>
    internal ReadOnlySpan<float> Negative(int position) => Row(_negative, position);

    private ReadOnlySpan<float> Row(float[] table, int position) => table.AsSpan(position * (HeadWidth / 2), HeadWidth / 2);
}
