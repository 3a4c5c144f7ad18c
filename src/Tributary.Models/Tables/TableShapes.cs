namespace Tributary.Models;

/// <summary>Where the shape of data has that of a table.</summary>
internal static class TableShapes
{
    /// <summary>The columns of a table.</summary>
    /// <exception cref="DataException">The data is none.</exception>
    public static TableShape Of(DataShape data) => data.Table ?? throw new DataException(
        "A generator of tables learns from whole rows of a table, in a simulation. This data has none, or is described for the field, "
        + "where generators of tables do not run yet. Use a table and 'simulate', or another model.");
}
