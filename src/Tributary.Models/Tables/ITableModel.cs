namespace Tributary.Models;

/// <summary>A model that generates rows of a table.</summary>
public interface ITableModel
{
    /// <summary>What draws rows by the parameters as they are.</summary>
    ITableGenerator Generator { get; }

    /// <summary>The columns by themselves, counted before anything else.</summary>
    TableHistogram Histogram { get; }

    /// <summary>What else is counted, or null for a model that is trained.</summary>
    MarginalLayout? Marginals => null;
}
