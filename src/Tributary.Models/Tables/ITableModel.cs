namespace Tributary.Models;

/// <summary>A model that generates rows of a table.</summary>
public interface ITableModel
{
    /// <summary>What draws rows by the parameters as they are.</summary>
    ITableGenerator Generator { get; }
}
