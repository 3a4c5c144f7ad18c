using Tributary.Models;

namespace Tributary.Training;

/// <summary>The set <c>tiny-shakespeare</c>: 40,000 lines from his plays, a document a speech.</summary>
public sealed record ShakespeareSource : IDataSource
{
    // nanoGPT measures on the last tenth; figures are comparable only so.
    private const double Train = 0.9;

    /// <inheritdoc/>
    public DataSplit Load(DataFolder folder)
    {
        (TextData train, TextData test) = ((TextData)folder.Open("tiny-shakespeare").Train).Cut(Train);
        return new DataSplit(train, test);
    }
}
