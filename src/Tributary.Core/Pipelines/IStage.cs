namespace Tributary.Core;

/// <summary>One idea that touches an update, with a client half and a server half. Immutable; knows nothing until it is planned.</summary>
public interface IStage
{
    /// <summary>The name a job uses.</summary>
    string Name { get; }

    /// <summary>Whether the stage works on the raw update or on its weighted share.</summary>
    UpdateForm Reads => UpdateForm.Weighted;

    /// <summary>The form of numbers that the client half works on, or null where any will do.</summary>
    PayloadKind? Takes => PayloadKind.Real;

    /// <summary>
    /// Fits the stage to an update; pure. The planner has seen to <see cref="Reads"/>, and refuses what <see cref="Takes"/> excludes.
    /// </summary>
    /// <exception cref="CompositionException">The stage cannot work here: the message says why and what to do.</exception>
    StagePlan Plan(UpdateSpec input);
}
