namespace Tributary.Models;

/// <summary>Where the shape of data has that of a table.</summary>
internal static class TableShapes
{
    /// <summary>The columns of a table.</summary>
    /// <exception cref="DataException">The data is none.</exception>
    public static TableShape Of(DataShape data) => data.Table ?? throw new DataException(
        "A generator of tables learns from whole rows of a table, and this data has none. Use a table, in the field one that declares "
        + "'minimum' and 'maximum' of every number; or another model.");
}
