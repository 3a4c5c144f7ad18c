namespace Tributary.Models;

/// <summary>A generator of tables that also knows how likely a row is.</summary>
public interface IRowDistribution : ITableGenerator
{
    /// <summary>Minus the logarithm of a row's probability, in nats.</summary>
    /// <param name="data">Rows of the generator's columns.</param>
    /// <param name="row">Which, from 0.</param>
    double Surprise(TableData data, int row);
}
