namespace Tributary.Models;

/// <summary>A generator of tables that is made of sums over sites alone, and may promise that they hide single rows.</summary>
public interface ICountedArchitecture : ITableArchitecture
{
    /// <summary>The most groups of a column of numbers.</summary>
    int Bins { get; }

    /// <summary>The most cells that numbers are counted in before they are grouped.</summary>
    int Resolution { get; }

    /// <summary>The epsilon of differential privacy for one row, or null for none.</summary>
    double? Epsilon { get; }

    /// <summary>The delta that belongs to it.</summary>
    double Delta { get; }

    /// <summary>Whether noise comes from the operating system's generator also where the run could be repeated.</summary>
    bool SecretNoise { get; }

    /// <summary>What part of the budget of privacy the histograms have.</summary>
    double OfHistograms => 0.12;
}
