namespace Tributary.Core;

/// <summary>Every name that a job may use, by the place where it may be used.</summary>
public sealed class Catalog
{
    private readonly SortedDictionary<string, IRegistry> _slots = new(StringComparer.Ordinal);

    /// <summary>The registries of this library; models, data and partitions are put in by the libraries that have them.</summary>
    public Catalog()
    {
        Put("$.aggregator", Aggregators);
    }

    /// <summary>The registries by path, with <c>[]</c> for every item of a list: <c>$.stages[]</c>.</summary>
    public IReadOnlyDictionary<string, IRegistry> Slots => _slots;

    /// <summary>Aggregators.</summary>
    public Registry<IAggregator> Aggregators { get; } = new Registry<IAggregator>("aggregator")
        .Add("mean", "The weighted mean of all updates.", CoreJson.Default.Mean, new Mean());

    /// <summary>Lets the part at <paramref name="path"/> of a job use the names of <paramref name="registry"/>.</summary>
    /// <returns>This catalog, for the next registry.</returns>
    public Catalog Put(string path, IRegistry registry)
    {
        _slots.Add(path, registry);
        return this;
    }
}
