using Tributary.Tests;

namespace Tributary.Models.Tests;

/// <summary>The named sets have the numbers their makers published.</summary>
public sealed class NamedDataTests
{
    private static NamedDataset Open(string name)
    {
        SharedData.PathOrSkip(Path.Combine("data", name));
        return new DataFolder(SharedData.PathOrSkip("data")).Open(name);
    }

    private static int[] Histogram(LabelledData data)
    {
        int[] counts = new int[data.ClassCount];
        for (int i = 0; i < data.Count; i++) counts[data.Label(i)]++;
        return counts;
    }

    private static float[] Features(LabelledData data, int example)
    {
        float[] row = new float[data.FeatureShape.Count];
        data.CopyFeatures(example, row);
        return row;
    }

    private static double MeanFeature(LabelledData data) => Enumerable.Range(0, data.Count).Average(i => Features(data, i).Average(value => (double)value));

    [Fact]
    public void Mnist_has_its_published_counts()
    {
        NamedDataset set = Open("mnist");
        LabelledData train = Assert.IsType<LabelledData>(set.Train), test = Assert.IsType<LabelledData>(set.Test);
        Assert.Equal([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949], Histogram(train));
        Assert.Equal([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009], Histogram(test));
        Assert.Equal([28, 28, 1], train.FeatureShape);
        Assert.Equal(0.1325, MeanFeature(test), 5e-5);
        Assert.Equal(5, train.Label(0));
    }

    [Fact]
    public void Fashion_mnist_has_its_published_counts()
    {
        NamedDataset set = Open("fashion-mnist");
        Assert.All(Histogram((LabelledData)set.Train), count => Assert.Equal(6000, count));
        Assert.All(Histogram((LabelledData)set.Test!), count => Assert.Equal(1000, count));
        Assert.Equal("Ankle boot", ((LabelledData)set.Train).ClassNames![9]);
    }

    [Fact]
    public void Heart_disease_has_the_rows_and_features_of_flamby()
    {
        NamedDataset set = Open("heart-disease");
        var data = Assert.IsType<LabelledData>(set.Train);
        Assert.Null(set.Test);
        Assert.Equal(13, data.FeatureShape.Count);
        Assert.Equal(
            ["age", "sex", "cp=2", "cp=3", "cp=4", "trestbps", "chol", "fbs", "restecg=1", "restecg=2", "thalach", "exang", "oldpeak"], data.FeatureNames!);
        Assert.Equal(["cleveland", "hungarian", "switzerland", "va"], ByKeyPartition.KeysOf(data.PartitionInput));
        int[][] sites = new ByKeyPartition().Split(data.PartitionInput, new(0));
        Assert.Equal([303, 261, 46, 130], sites.Select(site => site.Length));
        Assert.Equal([139, 98], sites.Take(2).Select(site => Histogram(data.Select(site))[1]));
        // 63,1,1,145,233,1,2,150,0,2.3 opens Cleveland's file.
        Assert.Equal([63, 1, 0, 0, 0, 145, 233, 1, 0, 1, 150, 0, 2.3f], Features(data, 0));
    }

    [Fact]
    public void Heart_disease_splits_as_flamby_says()
    {
        var data = (LabelledData)Open("heart-disease").Train;
        int[][] sites = new ByKeyPartition().Split(data.PartitionInput, new(0));
        Assert.Equal([199, 172, 30, 85], sites.Select(site => StratifiedSplit.Split(data.Select(site), 0.66, new(1)).Train.Count));
    }

    [Fact]
    public void Adult_has_its_published_counts_without_missing_cells()
    {
        NamedDataset set = Open("adult");
        LabelledData train = (LabelledData)set.Train, test = (LabelledData)set.Test!;
        Assert.Equal([22654, 7508], Histogram(train));
        Assert.Equal([11360, 3700], Histogram(test));
        Assert.Equal(104, train.FeatureShape.Count);
        Assert.Equal(train.FeatureNames, test.FeatureNames);
        Assert.Equal(["<=50K", ">50K"], train.ClassNames!);
        Assert.Equal(14, new ByKeyPartition().Split(train.PartitionInput, new(0)).Length);
        Assert.Equal("Adm-clerical", train.Key(0));
    }

    [Fact]
    public void Optical_digits_have_their_published_counts()
    {
        NamedDataset set = Open("optdigits");
        Assert.Equal([376, 389, 380, 389, 387, 376, 377, 387, 380, 382], Histogram((LabelledData)set.Train));
        Assert.Equal(1797, set.Test!.Count);
    }

    [Fact]
    public void Tiny_shakespeare_has_309_speakers_and_65_characters()
    {
        var text = Assert.IsType<TextData>(Open("tiny-shakespeare").Train);
        Assert.Equal(65, text.Tokenizer.VocabularySize);
        Assert.Equal(1_115_394, text.TokenCount);
        Assert.Equal(7222, text.Count);
        Assert.Equal(309, new ByKeyPartition().Split(text.PartitionInput, new(0)).Length);
        Assert.StartsWith("First Citizen:\nBefore we proceed", text.Tokenizer.Decode(text.Document(0)), StringComparison.Ordinal);
        Assert.Equal(File.ReadAllText(SharedData.PathOrSkip("data/tiny-shakespeare/input.txt")), text.Tokenizer.Decode(text.Tokens));
    }

    [Fact]
    public void Gutenberg_has_fourteen_books_of_ten_authors()
    {
        var text = Assert.IsType<TextData>(Open("gutenberg").Train);
        Assert.Equal((14, 7_085_222), (text.Count, text.TokenCount));
        Assert.Equal(
            ["austen", "blake", "bryant", "burgess", "carroll", "chesterton", "edgeworth", "melville", "milton", "whitman"],
            ByKeyPartition.KeysOf(text.PartitionInput));
        Assert.StartsWith("[Emma by Jane Austen 1816]", text.Tokenizer.Decode(text.Document(0)[..40]), StringComparison.Ordinal);
    }

    [Fact]
    public void Shipped_digits_need_no_folder()
    {
        var digits = (LabelledData)new DataFolder().Open("digits").Train;
        Assert.Equal([178, 182, 177, 183, 181, 182, 181, 179, 174, 180], Histogram(digits));
        Assert.Equal([8, 8, 1], digits.FeatureShape);
        Assert.Equal([0, 0, 5 / 16f, 13 / 16f], Features(digits, 0)[..4]);
    }

    [Fact]
    public void Shipped_digits_are_the_test_part_of_the_set_in_the_folder()
    {
        var shipped = (LabelledData)new DataFolder().Open("digits").Train;
        var found = (LabelledData)Open("optdigits").Test!;
        Assert.Equal(shipped.Count, found.Count);
        for (int i = 0; i < shipped.Count; i++)
        {
            Assert.Equal(found.Label(i), shipped.Label(i));
            Assert.Equal(Features(found, i), Features(shipped, i));
        }
    }

    [Fact]
    public void Shipped_breast_cancer_needs_no_folder()
    {
        var data = (LabelledData)new DataFolder().Open("breast-cancer").Train;
        Assert.Equal([357, 212], Histogram(data));
        Assert.Equal(["benign", "malignant"], data.ClassNames!);
        Assert.Equal(30, data.FeatureShape.Count);
        Assert.Equal("worst fractal dimension", data.FeatureNames![29]);
        Assert.Equal(17.99f, Features(data, 0)[0]);
    }

    [Fact]
    public void Shipped_breast_cancer_is_the_set_in_the_folder()
    {
        var shipped = (LabelledData)new DataFolder().Open("breast-cancer").Train;
        var found = (LabelledData)Open("breast-cancer-wisconsin").Train;
        Assert.Equal(569, found.Count);
        for (int i = 0; i < shipped.Count; i++)
        {
            Assert.Equal(found.Label(i), shipped.Label(i));
            Assert.Equal(Features(found, i), Features(shipped, i));
        }
    }

    [Fact]
    public void Says_where_it_looked_for_a_set()
    {
        using var folder = new TemporaryFolder();
        string message = Assert.Throws<DataException>(() => new DataFolder(folder.Path).Open("mnist")).Message;
        Assert.Contains(Path.Combine(folder.Path, "mnist"), message, StringComparison.Ordinal);
        Assert.Contains("TRIBUTARY_DATA", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_files_path_begins_at_the_folder_unless_it_is_whole()
    {
        using var folder = new TemporaryFolder();
        string whole = Path.Combine(folder.Path, "b.csv");
        Assert.Equal(Path.Combine(folder.Path, "a", "b.csv"), new DataFolder(folder.Path).PathOf(Path.Combine("a", "b.csv")));
        Assert.Equal(whole, new DataFolder("").PathOf(whole));
        Assert.Contains("--data", Assert.Throws<DataException>(() => new DataFolder("").PathOf("b.csv")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lists_the_sets_there_are()
    {
        string message = Assert.Throws<DataException>(() => new DataFolder("/").Open("minst")).Message;
        Assert.All(DataFolder.Known.Concat(DataFolder.Shipped), name => Assert.Contains(name, message, StringComparison.Ordinal));
    }
}
