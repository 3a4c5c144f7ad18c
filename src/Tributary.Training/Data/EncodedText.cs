using Tributary.Models;

namespace Tributary.Training;

/// <summary>A text read with another tokenizer than its source names.</summary>
/// <param name="load">Reads it.</param>
internal sealed class EncodedText(Func<DataFolder, DataSplit> load) : IDataSource
{
    /// <inheritdoc/>
    public DataSplit Load(DataFolder folder) => load(folder);
}
