namespace Tributary.Core;

/// <summary>
/// Numbers as long as a model that each round of a run needs for a moment: memory that is used again costs less than memory that is new,
/// and a pool shared by all would keep some for every thread.
/// </summary>
internal sealed class RoundMemory
{
    private double[] _averages = [];
    private float[] _gradient = [];

    /// <summary>So many numbers of any value; whoever asks again gets the same ones.</summary>
    public Memory<double> Averages(int count) => Of(ref _averages, count);

    /// <inheritdoc cref="Averages"/>
    public Memory<float> Gradient(int count) => Of(ref _gradient, count);

    private static Memory<T> Of<T>(ref T[] kept, int count)
    {
        if (kept.Length < count) kept = GC.AllocateUninitializedArray<T>(count);
        return kept.AsMemory(0, count);
    }
}
