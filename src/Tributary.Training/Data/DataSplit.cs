using Tributary.Models;

namespace Tributary.Training;

/// <summary>Data to learn from, and data to measure with where the source has some set apart.</summary>
public sealed record DataSplit(Dataset Train, Dataset? Test);
