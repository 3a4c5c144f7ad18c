namespace Tributary.Training.Tests;

/// <summary>A site's paths begin in its own folder; whole paths stay as they are.</summary>
public sealed class SourcesInFoldersTests
{
    private static readonly string _folder = Path.Combine(Path.GetTempPath(), "site"), _whole = Path.Combine(Path.GetTempPath(), "else.csv");

    private static string In(string file) => Path.Combine(_folder, file);

    [Fact]
    public void Relative_paths_of_every_source_begin_in_the_folder()
    {
        var csv = (CsvSource)((IDataSource)new CsvSource { Path = "a.csv", TestPath = "b.csv", Label = "x" }).In(_folder);
        Assert.Equal((In("a.csv"), In("b.csv")), (csv.Path, csv.TestPath));
        var idx = (IdxSource)((IDataSource)new IdxSource { Images = "i", Labels = "l", TestImages = "ti", TestLabels = "tl" }).In(_folder);
        Assert.Equal((In("i"), In("l"), In("ti"), In("tl")), (idx.Images, idx.Labels, idx.TestImages, idx.TestLabels));
        Assert.Equal(In("t.txt"), ((TextSource)((IDataSource)new TextSource { Path = "t.txt" }).In(_folder)).Path);
    }

    [Fact]
    public void Whole_paths_and_what_is_not_there_stay_as_they_are()
    {
        var csv = (CsvSource)((IDataSource)new CsvSource { Path = _whole, Label = "x" }).In(_folder);
        Assert.Equal((_whole, null), (csv.Path, csv.TestPath));
        IDataSource named = new NamedSource("digits");
        Assert.Same(named, named.In(_folder));
    }
}
