using Tributary.Models;

namespace Tributary.Training;

/// <summary>Where a job's data comes from.</summary>
public interface IDataSource
{
    /// <summary>What the data looks like, where the job says so; null where only reading tells.</summary>
    DataShape? Declared => null;

    /// <summary>What its whole rows look like to models that generate them, where the job says so; null where only reading tells.</summary>
    DataShape? DeclaredRows => null;

    /// <summary>The same source with its relative paths beginning in a folder, such as a site's own.</summary>
    IDataSource In(string folder) => this;

    /// <summary>
    /// Whether its tokenizer is learnt from its text: its tokens would tell what stands there, and be others at every site.
    /// </summary>
    bool LearnsTokens => false;

    /// <summary>The same source with the tokenizer of a model that was trained before; data that is no text stays as it is.</summary>
    IDataSource With(ITokenizer tokenizer) => this;

    /// <summary>Reads the data as whole rows of a table, <see cref="TableData"/>, for models that generate them.</summary>
    /// <param name="folder">Where named sets are looked for.</param>
    /// <exception cref="DataException">The data is no table, or a file is missing or broken.</exception>
    DataSplit LoadRows(DataFolder folder) => throw new DataException(
        "A generator of tables learns from whole rows, and this data has none. Use a table: 'adult', 'heart-disease', 'csv' or 'table'.");

    /// <summary>Reads the data.</summary>
    /// <param name="folder">Where named sets are looked for.</param>
    /// <exception cref="DataException">A file is missing or broken; the message names it.</exception>
    DataSplit Load(DataFolder folder);
}
