using Tributary.Models;

namespace Tributary.Training;

/// <summary>A set of data known by name, shipped with the product or found in the data folder.</summary>
public sealed class NamedSource(string name) : IDataSource
{
    /// <inheritdoc/>
    public DataSplit Load(DataFolder folder)
    {
        NamedDataset set = folder.Open(name);
        return new DataSplit(set.Train, set.Test);
    }

    /// <inheritdoc/>
    public DataSplit LoadRows(DataFolder folder)
    {
        IReadOnlyList<TableData> parts = folder.OpenTable(name);
        return new DataSplit(parts[0], parts.Count > 1 ? parts[1] : null);
    }
}
