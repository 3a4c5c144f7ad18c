namespace Tributary.Models;

/// <summary>A model that learns from whole rows of a table: <see cref="TableData"/>.</summary>
public interface ITableArchitecture : IArchitecture;
