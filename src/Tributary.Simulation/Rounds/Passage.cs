namespace Tributary.Simulation;

/// <summary>One answer's way through the <see cref="ArrivalGate"/>.</summary>
internal sealed class Passage
{
    /// <summary>Done when the answer is ready.</summary>
    public TaskCompletionSource Arrived { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>To be done when its virtual moment has come.</summary>
    public TaskCompletionSource Admitted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
