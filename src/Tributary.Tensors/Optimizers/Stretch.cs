namespace Tributary.Tensors;

/// <summary>Neighbouring tensors of a flat vector that an optimizer treats alike.</summary>
/// <param name="Start">The first element.</param>
/// <param name="End">One behind the last.</param>
/// <param name="AreMatrices">Whether the tensors have two extents or more.</param>
internal readonly record struct Stretch(int Start, int End, bool AreMatrices)
{
    /// <summary>The stretches of a model's trainable tensors, in order.</summary>
    public static Stretch[] Of(ParameterLayout layout)
    {
        var stretches = new List<Stretch>();
        foreach (ParameterEntry entry in layout.Entries.Where(entry => entry.Trainable))
        {
            bool isMatrix = entry.Shape.Rank >= 2;
            int end = entry.Offset + entry.Shape.Count;
            if (stretches is [.., var last] && last.AreMatrices == isMatrix) stretches[^1] = last with { End = end };
            else stretches.Add(new Stretch(entry.Offset, end, isMatrix));
        }
        return [.. stretches];
    }
}
