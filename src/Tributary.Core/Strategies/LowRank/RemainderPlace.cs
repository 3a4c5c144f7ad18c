using Tributary.Tensors;

namespace Tributary.Core;

/// <summary>One full matrix beside a pair of factors, with what a round says about both.</summary>
internal sealed class RemainderPlace
{
    private readonly ParameterSet _model;
    private readonly string _name;
    private readonly ReadOnlyMemory<double> _changeOfA, _changeOfB, _products;
    private readonly int _inputs, _rank, _outputs;
    private readonly float[] _start;

    private RemainderPlace(ParameterSet model, string name, IReadOnlyDictionary<string, ReadOnlyMemory<double>> change)
    {
        (_model, _name) = (model, name);
        (_changeOfA, _changeOfB) = (change[name + LowRankPair.EndOfA], change[name + LowRankPair.EndOfB]);
        _products = change[name + LowRankPair.EndOfRemainder];
        _start = model[name + LowRankPair.EndOfA].ToArray();
        _rank = model.Layout.Find(name + LowRankPair.EndOfA)!.Shape.Extents[^1];
        _outputs = model.Layout.Find(name + LowRankPair.EndOfB)!.Shape.Extents[^1];
        _inputs = _start.Length / _rank;
    }

    /// <summary>All of a model.</summary>
    public static IEnumerable<RemainderPlace> All(ParameterSet model, IReadOnlyDictionary<string, ReadOnlyMemory<double>> change) =>
        change.Keys.Where(name => name.EndsWith(LowRankPair.EndOfRemainder, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(name => new RemainderPlace(model, name[..^LowRankPair.EndOfRemainder.Length], change)).ToArray();

    /// <summary>The mean of the clients' dA dB.</summary>
    public double MeanOfProducts(int i, int j) => _products.Span[(i * _outputs) + j];

    /// <summary>The mean of dA times the mean of dB.</summary>
    public double ProductOfMeans(int i, int j)
    {
        ReadOnlySpan<double> a = _changeOfA.Span, b = _changeOfB.Span;
        double sum = 0;
        for (int k = 0; k < _rank; k++) sum += a[(i * _rank) + k] * b[(k * _outputs) + j];
        return sum;
    }

    /// <summary>A, as the model has it now, times the mean of dB.</summary>
    public double StartTimesChange(int i, int j)
    {
        ReadOnlySpan<double> b = _changeOfB.Span;
        double sum = 0;
        for (int k = 0; k < _rank; k++) sum += _start[(i * _rank) + k] * b[(k * _outputs) + j];
        return sum;
    }

    /// <summary>Adds to every element.</summary>
    public void Add(Func<int, int, double> element)
    {
        Span<float> remainder = _model[_name + LowRankPair.EndOfRemainder];
        for (int i = 0; i < _inputs; i++)
            for (int j = 0; j < _outputs; j++)
                remainder[(i * _outputs) + j] += (float)element(i, j);
    }
}
