namespace Tributary.Models;

/// <summary>A known set of data, divided into training and test data where its makers did so.</summary>
/// <param name="Name">The name it was asked for by.</param>
/// <param name="Train">The training part; all of the data where there is no other.</param>
/// <param name="Test">The test part, or null where the makers named none.</param>
public sealed record NamedDataset(string Name, Dataset Train, Dataset? Test = null);
