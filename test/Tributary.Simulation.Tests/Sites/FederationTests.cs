using Tributary.Models;
using Tributary.Tensors;
using Tributary.Training;

namespace Tributary.Simulation.Tests;

public sealed class FederationTests
{
    /// <summary>Rows whose only feature is their number; three classes, and as many keys as given.</summary>
    private static LabelledData Rows(int count = 200, string[]? keys = null) => LabelledData.FromColumns(
        ["number"], [.. Enumerable.Range(0, count).Select(i => (float)i)], [.. Enumerable.Range(0, count).Select(i => i % 3)], ["a", "b", "c"],
        keys is null ? null : [.. Enumerable.Range(0, count).Select(i => keys[i % keys.Length])]);

    private static int[] Numbers(Dataset data)
    {
        float[] number = new float[1];
        return [.. Enumerable.Range(0, data.Count).Select(i =>
        {
            ((LabelledData)data).CopyFeatures(i, number);
            return (int)number[0];
        })];
    }

    private static Federation Divide(LabelledData train, IPartition partition, double? holdout = null, LabelledData? test = null, ulong seed = 1) =>
        Federation.Divide(new DataSplit(train, test), partition, holdout, new RandomStream(seed));

    [Fact]
    public void Training_and_test_parts_of_all_sites_are_disjoint_and_complete()
    {
        Federation federation = Divide(Rows(), new DirichletPartition { Clients = 6, Alpha = 0.5, MinimumSize = 10 }, holdout: 0.34);
        int[] train = [.. federation.Sites.SelectMany(site => Numbers(site.Train))];
        int[] test = [.. federation.Sites.SelectMany(site => Numbers(site.Test!))];
        Assert.Equal(Enumerable.Range(0, 200), train.Concat(test).Order());
        Assert.Equal(train.Order(), Numbers(federation.Pooled).Order());
        Assert.Equal(test.Order(), Numbers(federation.Test).Order());
        Assert.All(federation.Sites, site => Assert.InRange(site.Test!.Count / (double)(site.Test.Count + site.Train.Count), 0.3, 0.45));
    }

    [Fact]
    public void A_fifth_is_held_back_where_the_source_has_no_test_part()
    {
        Federation federation = Divide(Rows(), new IidPartition { Clients = 4 });
        Assert.All(federation.Sites, site => Assert.Equal((40, 10), (site.Train.Count, site.Test!.Count)));
    }

    [Fact]
    public void A_source_with_a_test_part_leaves_sites_all_of_their_data()
    {
        LabelledData test = Rows(30);
        Federation federation = Divide(Rows(), new IidPartition { Clients = 4 }, test: test);
        Assert.All(federation.Sites, site => Assert.Null(site.Test));
        Assert.Same(test, federation.Test);
        Assert.Equal(200, federation.Pooled.Count);
    }

    [Fact]
    public void A_holdout_beside_a_test_part_gives_sites_their_own_and_keeps_the_sources_for_all()
    {
        LabelledData test = Rows(30);
        Federation federation = Divide(Rows(), new IidPartition { Clients = 4 }, holdout: 0.5, test: test);
        Assert.All(federation.Sites, site => Assert.Equal(25, site.Test!.Count));
        Assert.Same(test, federation.Test);
        Assert.Equal(100, federation.Pooled.Count);
    }

    [Fact]
    public void The_division_follows_from_the_seed()
    {
        int[][] Train(ulong seed) => [.. Divide(Rows(), new IidPartition { Clients = 3 }, seed: seed).Sites.Select(site => Numbers(site.Train))];
        Assert.Equal(Train(1), Train(1));
        Assert.NotEqual(Train(1), Train(2));
    }

    [Fact]
    public void Sites_bear_the_keys_of_their_examples()
    {
        Federation federation = Divide(Rows(keys: ["Lyon", "Graz"]), new ByKeyPartition());
        Assert.Equal(["Graz", "Lyon"], federation.Sites.Select(site => site.Id.Value));
    }

    [Fact]
    public void Sites_that_share_keys_bear_numbers_of_equal_width()
    {
        // Most of these sites have examples of one key only, and several of the same.
        Federation federation = Divide(Rows(60, ["Lyon", "Graz"]), new IidPartition { Clients = 12 });
        Assert.Equal(Enumerable.Range(1, 12).Select(i => $"site-{i:00}"), federation.Sites.Select(site => site.Id.Value));
    }

    [Fact]
    public void A_site_too_small_to_hold_anything_back_is_named()
    {
        string message = Assert.Throws<DataException>(() => Divide(Rows(20), new IidPartition { Clients = 20 })).Message;
        Assert.Contains("'site-01'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_text_every_site_holds_back_its_end()
    {
        Vocabulary vocabulary = Vocabulary.OfCharacters("ab");
        var text = new TextData(
            vocabulary, vocabulary.Encode("aaaaaabbbbbbbbaabb"), new TextDocument("one", 0, 8), new TextDocument("two", 8, 10));
        Federation federation = Federation.Divide(new DataSplit(text, text), new ByKeyPartition(), 0.4, new RandomStream(1));
        Assert.Equal([("aaaa", "aabb"), ("bbbbbb", "aabb")], federation.Sites.Select(site => (Words(site.Train), Words(site.Test!))));
        var brief = new TextData(vocabulary, vocabulary.Encode("abab"), new TextDocument("one", 0, 2), new TextDocument("two", 2, 2));
        Assert.Contains("too short", Assert.Throws<DataException>(
            () => Federation.Divide(new DataSplit(brief, brief), new ByKeyPartition(), 0.2, new RandomStream(1))).Message, StringComparison.Ordinal);

        string Words(Dataset data) => string.Concat(
            Enumerable.Range(0, data.Count).Select(i => vocabulary.Decode(((TextData)data).Document(i).ToArray())));
    }
}
