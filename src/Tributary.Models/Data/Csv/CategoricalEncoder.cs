namespace Tributary.Models;

/// <summary>An indicator for every level, one of them 1; a missing cell becomes the most frequent level.</summary>
internal sealed record CategoricalEncoder(int Column, string Name, IReadOnlyList<string> Levels, string Mode, bool DropFirst)
    : ColumnEncoder(Column)
{
    private readonly Dictionary<string, int> _places = Levels.Select((level, place) => (level, place)).ToDictionary(StringComparer.Ordinal);

    public override IReadOnlyList<string> FeatureNames { get; } = [.. Levels.Skip(DropFirst ? 1 : 0).Select(level => $"{Name}={level}")];

    public override void Encode(string? cell, Span<float> features)
    {
        features.Clear();
        int place = _places[CellNumber.Canonical(cell ?? Mode)] - (DropFirst ? 1 : 0);
        if (place >= 0) features[place] = 1;
    }
}
