namespace Tributary.Core;

/// <summary>One sentence for each option of a job, as editors show it.</summary>
internal static class JobDescriptions
{
    public static IReadOnlyList<(string Path, string Description)> All { get; } =
    [
        ("name", "What people call the job."),
        ("description", "What it is for, in a sentence."),
        ("seed", "The number from which everything random and public in the run is derived."),
        ("data", "What is learnt from."),
        ("partition", "How the data is divided among clients."),
        ("holdout", "The share of its examples that each site keeps for testing; a fifth where the data has no test part."),
        ("model", "What is trained."),
        ("strategy", "What the server does with the averaged update."),
        ("aggregator", "How updates become one; what the strategy prefers where it is left out."),
        ("weighting", "Whether a client counts by its examples or all count alike."),
        ("largestWeight", "The number of examples that counts as weight one; a client with more counts as this many."),
        ("selector", "Who takes part in a round."),
        ("pacing", "When a round is complete."),
        ("stages", "What updates pass through, in order."),
        ("local", "What a client does in a round of training."),
        ("local.epochs", "Passes over the client's data; one where neither this nor steps is given."),
        ("local.steps", "Steps of the optimizer, instead of epochs."),
        ("local.batchSize", "Examples a step; 0 takes all of the client's data in each."),
        ("local.optimizer", "How a client steps; its state begins anew in every round."),
        ("local.schedule", "How the learning rate changes over the rounds."),
        ("local.proximalMu", "The weight of FedProx's term that keeps a client near the global model; 0 for none."),
        ("local.clipGradient", "The largest norm of a batch's gradient."),
        ("rounds", "The number of rounds of training."),
        ("normalize", "Whether columns are brought to mean zero and variance one, by sums over all sites, before training."),
        ("evaluate", "When the model is measured, and when it is good enough."),
        ("evaluate.every", "Measure after every so many rounds, and after the last."),
        ("evaluate.target", "A measure to reach."),
        ("evaluate.target.metric", "The metric's name, such as accuracy."),
        ("evaluate.target.value", "The least value, or the greatest where lower is better."),
        ("evaluate.target.stop", "Whether training ends there."),
        ("evaluate.target.lowerIsBetter", "True for losses and distances."),
        ("compare", "What else is trained to compare with: every client alone, or all data in one place."),
        ("simulation", "How a simulation's clients behave; the field ignores it."),
        ("simulation.dropout", "The probability that a client fails in a round after it has trained."),
        ("simulation.speed", "How long clients take relative to each other."),
        ("simulation.examplesPerSecond", "How many examples a typical client trains on in a second of virtual time."),
        ("simulation.bytesPerSecond", "How many bytes a typical client receives or sends in a second of virtual time."),
    ];
}
