namespace Tributary.Models;

/// <summary>A model that generates rows of a table.</summary>
public interface ITableModel
{
    /// <summary>What draws rows by the parameters as they are.</summary>
    ITableGenerator Generator { get; }

    /// <summary>The columns by themselves, counted before anything else.</summary>
    TableHistogram Histogram { get; }

    /// <summary>What is made of sums over sites alone, or null for a model that is trained.</summary>
    ICountedArchitecture? Counted => null;

    /// <summary>The rows by several columns that are counted, or null for none.</summary>
    MarginalLayout? Marginals => null;
}
