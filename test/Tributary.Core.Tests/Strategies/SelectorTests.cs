using Tributary.Tensors;

namespace Tributary.Core.Tests;

public sealed class SelectorTests
{
    private static readonly ClientId[] _clients = [.. Enumerable.Range(0, 20).Select(i => new ClientId($"site-{i:00}"))];

    public static TheoryData<ISelector> Each =>
    [
        new AllSelector(), new UniformSelector { Count = 7 }, new UniformSelector { Fraction = 0.25 }, new PoissonSelector { Probability = 0.4 },
        new FixedSelector { Clients = ["site-12", "site-03", "elsewhere"] }, new CyclicSelector { Groups = 3 },
    ];

    [Theory]
    [MemberData(nameof(Each))]
    public void A_cohort_depends_on_the_seed_and_not_on_who_came_first(ISelector selector)
    {
        for (ulong seed = 0; seed < 10; seed++)
        {
            ClientId[] shuffled = [.. _clients];
            new RandomStream(99).Derive("arrival", (long)seed).Shuffle<ClientId>(shuffled);
            IReadOnlyList<ClientId> cohort = selector.Select(_clients, 1, new RandomStream(seed));
            Assert.Equal(cohort, selector.Select(shuffled, 1, new RandomStream(seed)));
            Assert.Equal(cohort.Count, cohort.Distinct().Count());
            Assert.Empty(cohort.Except(_clients));
        }
    }

    [Theory]
    [InlineData(7, null, 20, 7)]
    [InlineData(7, null, 5, 5)]
    [InlineData(null, 0.25, 20, 5)]
    [InlineData(null, 0.01, 20, 1)]
    public void Uniform_chooses_as_many_as_it_says(int? count, double? fraction, int available, int expected)
    {
        var selector = new UniformSelector { Count = count, Fraction = fraction };
        Assert.Equal(expected, selector.Expected(available));
        Assert.Equal(expected, selector.Select(_clients[..available], 1, new RandomStream(3)).Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Every_client_is_chosen_equally_often(bool poisson)
    {
        ISelector selector = poisson ? new PoissonSelector { Probability = 0.3 } : new UniformSelector { Count = 6 };
        const int Rounds = 5000;
        ClientId[] chosen = [.. Enumerable.Range(0, Rounds).SelectMany(round => selector.Select(_clients, round, new RandomStream(1).Derive("round", round)))];
        double deviation = Math.Sqrt(Rounds * 0.3 * 0.7);
        foreach (ClientId client in _clients) Assert.InRange(chosen.Count(client.Equals), 0.3 * Rounds - 5 * deviation, 0.3 * Rounds + 5 * deviation);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(20)]
    [InlineData(27)]
    public void Everybody_has_one_turn_in_so_many_rounds_whoever_is_there(int groups)
    {
        var selector = new CyclicSelector { Groups = groups };
        Assert.Equal(groups, selector.Separation);
        for (int first = 1; first < 3 * groups; first++)
        {
            ClientId[] asked = [.. Enumerable.Range(first, groups).SelectMany(round => selector.Due(_clients, round))];
            Assert.Equal(_clients, asked.Order(Comparer<ClientId>.Create((a, b) => string.CompareOrdinal(a.Value, b.Value))));
        }
        Assert.All(Enumerable.Range(1, groups), round => Assert.InRange(selector.Due(_clients, round).Count, 0, selector.Expected(_clients.Length)));
    }

    [Fact]
    public void Only_coins_of_their_own_are_a_sampling_probability()
    {
        Assert.Equal(0.4, new PoissonSelector { Probability = 0.4 }.SamplingProbability);
        Assert.All<ISelector>([new AllSelector(), new UniformSelector { Fraction = 0.4 }, new FixedSelector { Clients = ["a"] }], selector => Assert.Null(selector.SamplingProbability));
    }

    [Fact]
    public void Poisson_cohorts_differ_in_size_around_what_is_expected()
    {
        var selector = new PoissonSelector { Probability = 0.25 };
        int[] sizes = [.. Enumerable.Range(0, 2000).Select(round => selector.Select(_clients, round, new RandomStream(2).Derive("round", round)).Count)];
        Assert.Equal(selector.Expected(20), sizes.Average(), 0.25);
        Assert.Equal(20 * 0.25 * 0.75, sizes.Average(size => (size - 5.0) * (size - 5.0)), 0.5);
    }

    [Fact]
    public void Fixed_keeps_the_order_of_its_list_and_leaves_out_who_is_not_there() => Assert.Equal(
        ["site-12", "site-03"], new FixedSelector { Clients = ["site-12", "elsewhere", "site-03"] }.Select(_clients, 1, new RandomStream(1)).Select(client => client.Value));

    [Fact]
    public void Every_option_out_of_range_is_a_problem_of_its_own()
    {
        Assert.Equal(["$"], Paths(new UniformSelector()));
        Assert.Equal(["$"], Paths(new UniformSelector { Count = 1, Fraction = 0.5 }));
        Assert.Equal(["$.count"], Paths(new UniformSelector { Count = 0 }));
        Assert.Equal(["$.fraction"], Paths(new UniformSelector { Fraction = 1.1 }));
        Assert.Equal(["$.probability"], Paths(new PoissonSelector { Probability = 0 }));
        Assert.Equal(["$.clients"], Paths(new FixedSelector { Clients = [] }));
        Assert.Equal(["$.clients"], Paths(new FixedSelector { Clients = ["a", "b", "a"] }));
        Assert.Empty(Paths(new UniformSelector { Count = 3 }));

        static IEnumerable<string> Paths(IChecked options) => options.Check("$").Select(problem => problem.Path);
    }
}
