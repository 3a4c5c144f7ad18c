using Tributary.Tensors;

namespace Tributary.Models.Tests;

public sealed class LabelledDataTests
{
    private static LabelledData Sample() => LabelledData.FromColumns(["x", "y"], [1, 10, 3, 10, 5, 10, 7, 10], [0, 1, 0, 1], ["no", "yes"], ["a", "b", "c", "d"]);

    private static float[] Row(LabelledData data, int example)
    {
        float[] row = new float[data.FeatureShape.Count];
        data.CopyFeatures(example, row);
        return row;
    }

    [Fact]
    public void Subsets_of_subsets_keep_features_labels_and_keys_together()
    {
        LabelledData part = Sample().Select([3, 0, 2]).Select([2, 0]);
        Assert.Equal(2, part.Count);
        Assert.Equal([5, 10], Row(part, 0));
        Assert.Equal([7, 10], Row(part, 1));
        Assert.Equal((0, "c"), (part.Label(0), part.Key(0)));
        Assert.Equal((1, "d"), (part.Label(1), part.Key(1)));
        Assert.Equal(["c", "d"], part.PartitionInput.Keys!);
        Assert.Equal(["no", "yes"], part.ClassNames!);
    }

    [Fact]
    public void Refuses_places_outside()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Sample().Select([4]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Sample().Select([-1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Sample().Select([2]).Select([1]));
    }

    [Fact]
    public void Subsets_of_bytes_share_their_bytes()
    {
        byte[] pixels = new byte[1 << 20];
        var images = LabelledData.FromBytes([1 << 10], pixels, 1f / 255, new int[1 << 10], 2);
        long before = GC.GetAllocatedBytesForCurrentThread();
        LabelledData part = images.Select([5, 6]);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000);
        pixels[6 << 10] = 255;
        Assert.Equal(1, Row(part, 1)[0]);
    }

    [Fact]
    public void Views_of_one_storage_are_put_together_in_order()
    {
        LabelledData data = LabelledData.FromColumns(["x"], [1, 2, 3, 4], [0, 1, 0, 1], ["a", "b"]);
        LabelledData joined = LabelledData.Concat([data.Select([3, 0]), data.Select([2])]);
        Assert.Equal([4f, 1f, 3f], Enumerable.Range(0, joined.Count).Select(i => Row(joined, i)[0]));
        LabelledData other = LabelledData.FromColumns(["x"], [1], [0], ["a", "b"]);
        Assert.Throws<ArgumentException>(() => LabelledData.Concat([data, other]));
        Assert.Throws<ArgumentException>(() => LabelledData.Concat([]));
    }

    [Fact]
    public void Refuses_parts_that_do_not_fit()
    {
        Assert.Contains("need 4 values", Assert.Throws<DataException>(() => LabelledData.FromBytes([2], new byte[3], 1, [0, 1], 2)).Message, StringComparison.Ordinal);
        Assert.Contains("label 2", Assert.Throws<DataException>(() => LabelledData.FromBytes([1], new byte[2], 1, [0, 2], 2)).Message, StringComparison.Ordinal);
        Assert.Contains("label -1", Assert.Throws<DataException>(() => LabelledData.FromBytes([1], new byte[1], 1, [-1], 2)).Message, StringComparison.Ordinal);
        Assert.Contains("1 keys", Assert.Throws<DataException>(() => LabelledData.FromColumns(["x"], [1, 2], [0, 1], ["a", "b"], ["k"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stratified_split_keeps_the_share_of_every_class()
    {
        int[] labels = [.. Enumerable.Range(0, 200).Select(i => i < 150 ? 0 : i < 190 ? 1 : 2)];
        LabelledData data = LabelledData.FromColumns(["x"], [.. labels.Select((_, i) => (float)i)], labels, ["a", "b", "c"]);
        (LabelledData train, LabelledData test) = StratifiedSplit.Split(data, 0.7, new RandomStream(1));
        Assert.Equal([105, 28, 7], Counts(train));
        Assert.Equal([45, 12, 3], Counts(test));
        Assert.Equal(Enumerable.Range(0, 200).Select(i => (float)i), Values(train).Concat(Values(test)).Order());
        Assert.Equal(Values(train), Values(StratifiedSplit.Split(data, 0.7, new RandomStream(1)).Train));

        static int[] Counts(LabelledData part) => [.. Enumerable.Range(0, 3).Select(label => Enumerable.Range(0, part.Count).Count(i => part.Label(i) == label))];
        static float[] Values(LabelledData part) => [.. Enumerable.Range(0, part.Count).Select(i => Row(part, i)[0])];
    }

    [Fact]
    public void A_split_with_a_tiny_class_goes_without_regard_to_class()
    {
        LabelledData data = LabelledData.FromColumns(["x"], new float[50], [.. Enumerable.Range(0, 50).Select(i => i < 2 ? 1 : 0)], ["a", "b"]);
        (LabelledData train, LabelledData test) = StratifiedSplit.Split(data, 0.66, new RandomStream(1));
        Assert.Equal((33, 17), (train.Count, test.Count));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(0.1)]
    [InlineData(double.NaN)]
    public void Refuses_a_split_that_leaves_a_part_empty(double fraction) =>
        Assert.Throws<DataException>(() => StratifiedSplit.Split(Sample(), fraction, new RandomStream(1)));
}
