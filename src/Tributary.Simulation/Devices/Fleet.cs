using Tributary.Core;
using Tributary.Tensors;

namespace Tributary.Simulation;

/// <summary>The simulated devices of a federation: how long each takes, and when one fails. All of it follows from the seed.</summary>
/// <param name="options">The job's simulation options.</param>
/// <param name="speed">How speeds are spread.</param>
/// <param name="random">The fleet's own stream.</param>
internal sealed class Fleet(SimulationOptions options, ISpeed speed, RandomStream random)
{
    /// <summary>Whether one client is there when a closed round asks it as a keeper; whoever was away may have come back.</summary>
    public bool Keeps(int client, int round) => random.Derive("keeper", client, round).NextDouble() >= options.Dropout;

    /// <summary>How one client behaves in one round.</summary>
    /// <param name="client">The client's number in the federation.</param>
    /// <param name="round">The round's number.</param>
    /// <param name="examples">How many examples it works through.</param>
    /// <param name="bytes">How many bytes it receives and sends.</param>
    public Attempt Try(int client, int round, double examples, double bytes)
    {
        double factor = speed.Draw(random.Derive("speed", client));
        var took = TimeSpan.FromSeconds(examples / (options.ExamplesPerSecond * factor) + bytes / (options.BytesPerSecond * factor));
        return new Attempt(took, Fails: random.Derive("dropout", client, round).NextDouble() < options.Dropout);
    }
}
