namespace Tributary.Models;

/// <summary>A number as it is; a missing one becomes the mean.</summary>
internal sealed record NumericEncoder(int Column, string Name, double Mean) : ColumnEncoder(Column)
{
    public override IReadOnlyList<string> FeatureNames { get; } = [Name];

    public override void Encode(string? cell, Span<float> features) =>
        features[0] = (float)(cell is null ? Mean : CellNumber.Parse(cell)!.Value);
}
