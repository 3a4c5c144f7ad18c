using Tributary.Models;

namespace Tributary.Training;

/// <summary>Where a job's data comes from.</summary>
public interface IDataSource
{
    /// <summary>Reads the data.</summary>
    /// <param name="folder">Where named sets are looked for.</param>
    /// <exception cref="DataException">A file is missing or broken; the message names it.</exception>
    DataSplit Load(DataFolder folder);
}
