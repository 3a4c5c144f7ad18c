namespace Tributary.Cli;

/// <summary>A piece of work that can be repeated.</summary>
internal interface IEngineStep
{
    /// <summary>How many threads it makes use of; at most as many as it was made for.</summary>
    int Threads { get; }

    /// <summary>Does it so many times.</summary>
    void Run(int steps);
}
