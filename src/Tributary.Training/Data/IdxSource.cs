using Tributary.Models;

namespace Tributary.Training;

/// <summary>Images and labels in the idx format of MNIST, plain or gzip.</summary>
public sealed record IdxSource : IDataSource
{
    /// <summary>The path of the images.</summary>
    public required string Images { get; init; }

    /// <summary>The path of the labels.</summary>
    public required string Labels { get; init; }

    /// <summary>The path of test images, or null to hold back some of each site's.</summary>
    public string? TestImages { get; init; }

    /// <summary>The path of the test images' labels.</summary>
    public string? TestLabels { get; init; }

    /// <inheritdoc/>
    public IDataSource In(string folder) => this with
    {
        Images = Path.Combine(folder, Images),
        Labels = Path.Combine(folder, Labels),
        TestImages = TestImages is null ? null : Path.Combine(folder, TestImages),
        TestLabels = TestLabels is null ? null : Path.Combine(folder, TestLabels),
    };

    /// <inheritdoc/>
    public DataSplit Load(DataFolder folder)
    {
        if (TestImages is null != TestLabels is null)
            throw new DataException("Test images and test labels belong together. Give both of 'testImages' and 'testLabels', or none.");
        return new DataSplit(IdxFile.Read(Images, Labels), TestImages is null ? null : IdxFile.Read(TestImages, TestLabels!));
    }
}
