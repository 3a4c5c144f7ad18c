using Tributary.Core;

namespace Tributary.Privacy;

/// <summary>Bounds what an event reveals; every answer is an upper bound.</summary>
public interface IAccountant
{
    /// <summary>The accountant's name, as people know it.</summary>
    string Name { get; }

    /// <summary>Whether it can bound this event.</summary>
    bool Supports(DpEvent dpEvent);

    /// <summary>The epsilon that holds with <paramref name="delta"/>; infinite where none does.</summary>
    /// <param name="dpEvent">Everything that happened.</param>
    /// <param name="delta">Between 0 and 1, both excluded.</param>
    /// <exception cref="ProblemException">The event is not possible, or this accountant cannot bound it.</exception>
    double Epsilon(DpEvent dpEvent, double delta);

    /// <summary>The delta that holds with <paramref name="epsilon"/>.</summary>
    /// <param name="dpEvent">Everything that happened.</param>
    /// <param name="epsilon">At least 0.</param>
    /// <exception cref="ProblemException">The event is not possible, or this accountant cannot bound it.</exception>
    double Delta(DpEvent dpEvent, double epsilon);
}
