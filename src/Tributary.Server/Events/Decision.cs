namespace Tributary.Server;

/// <summary>What somebody wants to append, depending on the state when it is their turn.</summary>
internal sealed class Decision(Func<ServiceState, ServiceEvent?> decide)
{
    private readonly TaskCompletionSource<ServiceState> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Exception? _refusal;

    /// <summary>Completes when what was decided is durable.</summary>
    public Task<ServiceState> Done => _done.Task;

    /// <summary>What to append, or null; a refusal is this one's alone.</summary>
    public ServiceEvent? Decide(ServiceState state)
    {
        try
        {
            return decide(state);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            _refusal = e;
            return null;
        }
    }

    public void Succeed(ServiceState state)
    {
        if (_refusal is null) _done.TrySetResult(state);
        else _done.TrySetException(_refusal);
    }

    public void Fail(Exception e) => _done.TrySetException(_refusal ?? e);
}
