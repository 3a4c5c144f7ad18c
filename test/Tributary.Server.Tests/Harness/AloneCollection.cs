namespace Tributary.Server.Tests;

/// <summary>Tests that change what belongs to the whole process run when no others do.</summary>
[CollectionDefinition(nameof(AloneCollection), DisableParallelization = true)]
public sealed class AloneCollection;
