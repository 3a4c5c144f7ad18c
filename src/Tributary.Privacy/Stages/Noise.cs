using System.Text.Json.Serialization;
using Tributary.Core;

namespace Tributary.Privacy;

/// <summary>Adds noise on the grid of all sums, as much as the norm of one contribution asks for, so that no single one shows.</summary>
/// <remarks>
/// McMahan, Ramage, Talwar, Zhang: Learning differentially private recurrent language models, ICLR 2018; noise on whole numbers after
/// Canonne, Kamath, Steinke, NeurIPS 2020. Shares of clients: Kairouz, Liu, Steinke, ICML 2021, and Agarwal, Kairouz, Liu, NeurIPS 2021.
/// The averages that clients report beside their update (their training loss) are not bounded: they stay at the clients.
/// </remarks>
public sealed record Noise : IStage, IChecked
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Name => "noise";

    /// <inheritdoc/>
    [JsonIgnore]
    public PayloadKind? Takes => At switch
    {
        NoisePlace.Server => null,
        NoisePlace.Client => PayloadKind.Real,
        _ => PayloadKind.Ring,
    };

    /// <summary>Who adds it.</summary>
    public NoisePlace At { get; init; } = NoisePlace.Server;

    /// <summary>Its distribution.</summary>
    public NoiseMechanism Mechanism { get; init; } = NoiseMechanism.Gaussian;

    /// <summary>
    /// The noise's standard deviation (Laplace: its scale) over the norm of one contribution, above 0; null for the least that keeps the
    /// job's budget over all of its rounds.
    /// </summary>
    public double? Multiplier { get; init; }

    /// <summary>
    /// For shares: the number of clients whose shares together are enough, 1 or more; null for the job's smallest cohort. A sum of fewer is
    /// not read.
    /// </summary>
    public int? Survivors { get; init; }

    /// <summary>
    /// How the noise of one round goes with that of the rounds before: later ones take back part of it, so that less is left in the model.
    /// Needs the selector <c>cyclic</c> instead of sampling.
    /// </summary>
    public NoiseCorrelation Correlation { get; init; }

    /// <summary>The least number of rounds from one of a client to its next. Follows from how the job selects.</summary>
    [JsonIgnore]
    public int Separation { get; init; } = 1;

    /// <summary>
    /// Whether sums are divided by the expected number of clients, as they must be where who takes part is a secret too. Follows from how
    /// the job samples.
    /// </summary>
    [JsonIgnore]
    public bool DividesByExpected { get; init; }

    /// <inheritdoc/>
    public IEnumerable<Problem> Check(string path)
    {
        if (Multiplier is { } multiplier && !(multiplier > 0 && double.IsFinite(multiplier)))
            yield return Problem.OutOfRange($"{path}.multiplier",
                $"'noise' has the multiplier {multiplier}, and without noise nothing is private. " +
                "Give a finite number above 0, such as 1, or leave it out and give the job a budget.");
        if (Survivors < 1)
            yield return Problem.OutOfRange($"{path}.survivors",
                $"'noise' is shared among {Survivors} clients, and nobody would add any. Give 1 or more.");
        if (Survivors is not null && At != NoisePlace.Distributed)
            yield return Problem.OutOfRange($"{path}.survivors",
                "Only noise that clients share depends on how many answer. Leave 'survivors' out, or set 'at' to distributed.");
    }

    /// <inheritdoc/>
    public StagePlan Plan(UpdateSpec input) => NoisePlan.Of(this, input);
}
