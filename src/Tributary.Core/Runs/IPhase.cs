namespace Tributary.Core;

/// <summary>
/// A part of a run that asks questions until it has nothing more to ask: normalising columns, then training, are two phases.
/// </summary>
public interface IPhase
{
    /// <summary>The question of the next round, or null when the phase is over; a pure function of what has happened.</summary>
    Question? Next(RunState run);

    /// <summary>The question of that name, or null where this phase never asks it.</summary>
    Question? Find(string name);
}
