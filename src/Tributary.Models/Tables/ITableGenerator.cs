using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>Draws rows of a table.</summary>
public interface ITableGenerator
{
    /// <summary>The columns.</summary>
    TableShape Shape { get; }

    /// <summary>Draws rows.</summary>
    /// <param name="rows">How many, at least one.</param>
    /// <param name="where">The values that every row is to have in some columns; empty for rows as they come.</param>
    /// <param name="random">Decides everything.</param>
    /// <exception cref="DataException">No row can be so.</exception>
    TableData Sample(int rows, IReadOnlyList<(int Column, float Value)> where, RandomStream random);
}
