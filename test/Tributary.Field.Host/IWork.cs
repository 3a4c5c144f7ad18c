namespace Tributary.Field.Host;

/// <summary>What this process does until it is told to stop, or killed.</summary>
internal interface IWork : IAsyncDisposable
{
    /// <summary>How often each thing was done to the store.</summary>
    IReadOnlyDictionary<string, int> Counts { get; }
}
