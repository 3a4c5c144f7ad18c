using Tributary.Tensors;

namespace Tributary.Core;

/// <summary>Everything a coordinator needs for one run.</summary>
public sealed record RunSetup
{
    /// <summary>The run's name in its log.</summary>
    public required string Run { get; init; }

    /// <summary>The job's name.</summary>
    public required string Job { get; init; }

    /// <summary>The number from which selection and the shared seeds of rounds are derived.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>What the run asks, one phase after another.</summary>
    public required IReadOnlyList<IPhase> Phases { get; init; }

    /// <summary>The registered clients, in an order that stays.</summary>
    public required IReadOnlyList<ClientId> Clients { get; init; }

    /// <summary>
    /// Whether a registered client could take part now; null where all always can. A cohort is chosen among those that can.
    /// </summary>
    public Func<ClientId, bool>? IsPresent { get; init; }

    /// <summary>The longest that a round stays open where its pacing has no deadline, or null for as long as it takes.</summary>
    public TimeSpan? LongestRound { get; init; }

    /// <summary>How long a run waits for the smallest cohort before it fails, or null for ever.</summary>
    public TimeSpan? Patience { get; init; }

    /// <summary>Makes the model that a new run starts from, with the server optimizer's fresh state: the same every time.</summary>
    public required Func<ModelState> Begin { get; init; }

    /// <summary>The number of examples that counts as weight one; above zero.</summary>
    public double LargestWeight { get; init; } = 1;

    /// <summary>A measure at which the run ends early, where <see cref="EvaluationTarget.Stop"/> is set.</summary>
    public EvaluationTarget? Target { get; init; }

    /// <summary>
    /// The least number of clients that make a model, at least one: a round waits for so many, and fails with fewer updates.
    /// </summary>
    public int MinimumCohort
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            field = value;
        }
    } = 1;

    /// <summary>The run fails after so many failed rounds in a row.</summary>
    public int FailuresInARow { get; init; } = 3;

    /// <summary>Whether the models and optimizer states of earlier rounds stay in the store.</summary>
    public bool KeepsHistory { get; init; }

    /// <summary>
    /// Why a question may not be asked once more within the privacy budget, or null where it may: the run ends before it. Pure.
    /// </summary>
    public Func<RunState, Question, string?>? Objection { get; init; }

    /// <summary>
    /// Whether cohorts are drawn by coins that only the operating system knows: what sampling is said to hide must not follow from a seed.
    /// </summary>
    public bool DrawsInSecret { get; init; }

    /// <summary>What stands in for secret random bits in a simulation; null everywhere else.</summary>
    public RandomStream? Rehearsal { get; init; }

    /// <summary>What the coordinator alone knows of the run, the same after every restart; null where no stage needs it.</summary>
    public RunSecret? Secret { get; init; }

    /// <summary>How many threads may aggregate, at least one; the bits do not depend on it.</summary>
    public int Threads
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            field = value;
        }
    } = 1;

    /// <summary>The log of the run.</summary>
    public required IEventLog<RunEvent> Log { get; init; }

    /// <summary>Models and optimizer states.</summary>
    public required IBlobStore Models { get; init; }

    /// <summary>Bodies of updates, until their round is published.</summary>
    public required IBlobStore Updates { get; init; }

    /// <summary>Carries messages between the parties of a round; null where no stage needs one.</summary>
    public IRoundChannel? Channel { get; init; }

    /// <summary>The public key that messages to a client are sealed to, or null where it has told none.</summary>
    public Func<ClientId, ReadOnlyMemory<byte>?> KeyOf { get; init; } = _ => null;

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
