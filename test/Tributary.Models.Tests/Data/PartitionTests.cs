using Tributary.Tensors;

namespace Tributary.Models.Tests;

public sealed class PartitionTests
{
    private static PartitionInput Digits(int count = 1000, int classes = 10) => new()
    {
        Count = count,
        ClassCount = classes,
        Labels = [.. Enumerable.Range(0, count).Select(i => i * 7 % classes)],
        Keys = [.. Enumerable.Range(0, count).Select(i => $"site {i * i % 11}")],
    };

    public static TheoryData<IPartition, int> All => new()
    {
        { new IidPartition { Clients = 7 }, 7 },
        { new IidPartition { Clients = 1000 }, 1000 },
        { new SizesPartition { Weights = [5, 1, 0.01] }, 3 },
        { SizesPartition.PowerLaw(20, 1.5), 20 },
        { new ShardPartition { Clients = 30 }, 30 },
        { new ShardPartition { Clients = 7, ShardsPerClient = 3 }, 7 },
        { new DirichletPartition { Clients = 5, Alpha = 0.1 }, 5 },
        { new DirichletPartition { Clients = 10, Alpha = 100, MinimumSize = 50 }, 10 },
        { new ByKeyPartition(), 6 },
    };

    [Theory]
    [MemberData(nameof(All))]
    public void Gives_every_example_to_exactly_one_client_and_leaves_none_empty(IPartition partition, int clients)
    {
        for (ulong seed = 0; seed < 5; seed++)
        {
            int[][] parts = partition.Split(Digits(), new RandomStream(seed));
            Assert.Equal(clients, parts.Length);
            Assert.All(parts, Assert.NotEmpty);
            Assert.Equal(Enumerable.Range(0, 1000), parts.SelectMany(part => part).Order());
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Depends_on_the_seed_alone(IPartition partition, int clients)
    {
        int[][] one = partition.Split(Digits(), new RandomStream(1)), same = partition.Split(Digits(), new RandomStream(1));
        Assert.Equal(one, same);
        if (partition is not ByKeyPartition) Assert.NotEqual(one, partition.Split(Digits(), new RandomStream(2)));
        Assert.Equal(clients, one.Length);
    }

    [Fact]
    public void Iid_sizes_differ_by_one_at_most()
    {
        int[] sizes = [.. new IidPartition { Clients = 7 }.Split(Digits(), new RandomStream(1)).Select(part => part.Length)];
        Assert.Equal(1, sizes.Max() - sizes.Min());
    }

    [Fact]
    public void Shards_give_a_client_few_classes()
    {
        PartitionInput input = Digits();
        int[][] parts = new ShardPartition { Clients = 50 }.Split(input, new RandomStream(1));
        // 100 shards of 10 never cross a class of 100 examples.
        Assert.All(parts, part => Assert.InRange(part.Select(i => input.Labels![i]).Distinct().Count(), 1, 2));
        Assert.All(parts, part => Assert.Equal(20, part.Length));
    }

    [Fact]
    public void Sizes_follow_their_weights()
    {
        Assert.Equal([500, 300, 200], new SizesPartition { Weights = [0.5, 0.3, 0.2] }.Split(Digits(), new RandomStream(1)).Select(part => part.Length));
        Assert.Equal([480, 240, 160, 120], SizesPartition.PowerLaw(4, 1).Split(Digits(), new RandomStream(1)).Select(part => part.Length));
    }

    [Fact]
    public void A_small_alpha_skews_labels_and_a_large_one_does_not()
    {
        // Ten classes on five clients: two classes a client where each class goes to one, all ten where classes are divided evenly.
        Assert.InRange(LargestClassShare(0.05), 0.45, 1);
        Assert.InRange(LargestClassShare(1000), 0.1, 0.14);

        static double LargestClassShare(double alpha)
        {
            PartitionInput input = Digits(10_000);
            int[][] parts = new DirichletPartition { Clients = 5, Alpha = alpha }.Split(input, new RandomStream(1));
            return parts.Average(part => part.GroupBy(i => input.Labels![i]).Max(group => group.Count()) / (double)part.Length);
        }
    }

    [Fact]
    public void Dirichlet_respects_the_minimum_size()
    {
        int[][] parts = new DirichletPartition { Clients = 5, Alpha = 0.2, MinimumSize = 100 }.Split(Digits(), new RandomStream(3));
        Assert.All(parts, part => Assert.InRange(part.Length, 100, 1000));
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(1)]
    [InlineData(3.7)]
    public void Gamma_variates_have_mean_and_variance_of_their_shape(double shape)
    {
        const int Draws = 40_000;
        var random = new RandomStream(1);
        double[] values = [.. Enumerable.Range(0, Draws).Select(_ => Math.Exp(DirichletDistribution.LogGamma(shape, random)))];
        double mean = values.Average(), variance = values.Average(value => (value - mean) * (value - mean));
        // The fourth central moment of a gamma distribution is 3 k^2 + 6 k.
        Assert.InRange((mean - shape) / Math.Sqrt(shape / Draws), -4, 4);
        Assert.InRange((variance - shape) / Math.Sqrt((2 * shape * shape + 6 * shape) / Draws), -4, 4);
    }

    [Fact]
    public void Proportions_of_a_tiny_alpha_are_still_proportions()
    {
        var random = new RandomStream(1);
        for (int i = 0; i < 100; i++)
        {
            double[] parts = DirichletDistribution.Draw(1e-4, 10, random);
            Assert.Equal(1, parts.Sum(), 1e-12);
            Assert.All(parts, part => Assert.InRange(part, 0, 1));
        }
    }

    [Fact]
    public void Keys_are_in_ordinal_order()
    {
        var input = new PartitionInput { Count = 4, Keys = ["b", "a", "B", "a"] };
        Assert.Equal(["B", "a", "b"], ByKeyPartition.KeysOf(input));
        Assert.Equal([[2], [1, 3], [0]], new ByKeyPartition().Split(input, new RandomStream(1)));
    }

    public static TheoryData<IPartition, string> Refused => new()
    {
        { new IidPartition { Clients = 0 }, "Use at least one" },
        { new IidPartition { Clients = 1001 }, "1000 examples cannot be divided among 1001 clients" },
        { new ShardPartition { Clients = 501 }, "1002 shards" },
        { new ShardPartition { Clients = int.MaxValue, ShardsPerClient = int.MaxValue }, "shards" },
        { new ShardPartition { Clients = 5, ShardsPerClient = 0 }, "The number of shards is 0" },
        { new SizesPartition { Weights = [] }, "Use at least one" },
        { new SizesPartition { Weights = [1, double.NaN] }, "Client 1 has the weight NaN" },
        { new SizesPartition { Weights = [1, 0] }, "Client 1 has the weight 0" },
        { new SizesPartition { Weights = [1, 1e-9] }, "rounds to none" },
        { new DirichletPartition { Clients = 5, Alpha = 0 }, "concentration is 0" },
        { new DirichletPartition { Clients = 5, Alpha = double.NaN }, "concentration" },
        { new DirichletPartition { Clients = 5, Alpha = 1, MinimumSize = 201 }, "from 1 to 200" },
        { new DirichletPartition { Clients = 20, Alpha = 0.01, MinimumSize = 40 }, "Raise alpha" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Refuses_what_cannot_be_divided(IPartition partition, string part) =>
        Assert.Contains(part, Assert.Throws<DataException>(() => partition.Split(Digits(), new RandomStream(1))).Message, StringComparison.Ordinal);

    [Fact]
    public void Refuses_to_go_by_what_examples_lack()
    {
        var bare = new PartitionInput { Count = 10 };
        Assert.Throws<DataException>(() => new ShardPartition { Clients = 2 }.Split(bare, new RandomStream(1)));
        Assert.Throws<DataException>(() => new DirichletPartition { Clients = 2, Alpha = 1 }.Split(bare, new RandomStream(1)));
        Assert.Throws<DataException>(() => new ByKeyPartition().Split(bare, new RandomStream(1)));
    }
}
