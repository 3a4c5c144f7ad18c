using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>Every class divided among the clients in proportions drawn from a Dirichlet distribution: label skew of any strength.</summary>
/// <remarks>
/// Yurochkin et al.: Bayesian nonparametric federated learning of neural networks. ICML 2019, section 4; Li et al.: Federated learning
/// on non-IID data silos. ICDE 2022. The draw is repeated until every client has enough.
/// </remarks>
public sealed record DirichletPartition : IPartition
{
    private const int Attempts = 1000;

    /// <summary>The number of clients; at least 1.</summary>
    public required int Clients { get; init; }

    /// <summary>The concentration, above zero: 0.1 gives clients of few classes, 100 gives nearly equal ones.</summary>
    public required double Alpha { get; init; }

    /// <summary>The fewest examples a client may have; at least 1.</summary>
    public int MinimumSize { get; init; } = 1;

    /// <inheritdoc/>
    public int[][] Split(PartitionInput input, RandomStream random)
    {
        int[] labels = input.RequireLabels();
        input.RequireEnoughFor(Clients);
        if (!(Alpha > 0 && double.IsFinite(Alpha)))
            throw new DataException($"The Dirichlet concentration is {Alpha}. Use a number above zero.");
        if (MinimumSize < 1 || (long)MinimumSize * Clients > input.Count)
            throw new DataException(
                $"{Clients} clients cannot have at least {MinimumSize} of {input.Count} examples each. "
                + $"Use a minimum from 1 to {input.Count / Clients}.");
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            int[][] division = Draw(input, labels, random);
            if (division.All(own => own.Length >= MinimumSize)) return division;
        }
        throw new DataException(
            $"In {Attempts} draws with alpha {Alpha}, some of {Clients} clients had fewer than {MinimumSize} examples each time. "
            + "Raise alpha, or use fewer clients or a lower minimum.");
    }

    private int[][] Draw(PartitionInput input, int[] labels, RandomStream random)
    {
        var own = new List<int>[Clients];
        for (int client = 0; client < Clients; client++) own[client] = [];
        var classes = Pieces.Shuffled(input.Count, random).GroupBy(example => labels[example]).OrderBy(group => group.Key);
        foreach (IGrouping<int, int> members in classes)
        {
            int[] examples = [.. members];
            double[] proportions = DirichletDistribution.Draw(Alpha, Clients, random);
            int[][] pieces = Pieces.Cut(examples, Pieces.ProportionalSizes(examples.Length, proportions));
            for (int client = 0; client < Clients; client++) own[client].AddRange(pieces[client]);
        }
        return [.. own.Select(examples => examples.ToArray())];
    }
}
