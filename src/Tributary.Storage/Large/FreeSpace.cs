namespace Tributary.Storage;

/// <summary>Which stretches of a file nobody uses; one thread at a time.</summary>
/// <param name="begin">Where stretches begin.</param>
/// <param name="most">The length that the file is not to exceed.</param>
internal sealed class FreeSpace(long begin, long most)
{
    /// <summary>Stretches begin at multiples of it, as the pages of the operating system do.</summary>
    public const long Granule = 4096;

    private readonly List<Extent> _free = []; // by place; none touches the next, and none the end
    private long _end = begin;

    /// <summary>Everything but what is used.</summary>
    /// <param name="begin">Where stretches begin.</param>
    /// <param name="most">The length that the file is not to exceed.</param>
    /// <param name="used">In any order; none overlaps another.</param>
    public static FreeSpace Without(long begin, long most, IEnumerable<Extent> used)
    {
        var space = new FreeSpace(begin, most);
        foreach (Extent extent in used.OrderBy(extent => extent.At))
        {
            if (extent.At > space._end) space._free.Add(new Extent(space._end, extent.At - space._end));
            space._end = Math.Max(space._end, RoundUp(extent.End));
        }
        return space;
    }

    /// <summary>The first stretch that is long enough, or null where there is none.</summary>
    public Extent? Take(long length)
    {
        long room = RoundUp(length);
        int first = _free.FindIndex(extent => extent.Length >= room);
        if (first >= 0)
        {
            Extent found = _free[first];
            if (found.Length == room) _free.RemoveAt(first);
            else _free[first] = new Extent(found.At + room, found.Length - room);
            return new Extent(found.At, length);
        }
        if (_end + room > most) return null;
        _end += room;
        return new Extent(_end - room, length);
    }

    /// <summary>Takes a stretch back.</summary>
    public void Give(Extent extent)
    {
        long at = extent.At, end = RoundUp(extent.End);
        int next = _free.FindIndex(free => free.At >= end);
        if (next < 0) next = _free.Count;
        if (next < _free.Count && _free[next].At == end)
        {
            end = _free[next].End;
            _free.RemoveAt(next);
        }
        if (next > 0 && _free[next - 1].End == at)
        {
            at = _free[--next].At;
            _free.RemoveAt(next);
        }
        if (end == _end) _end = at;
        else _free.Insert(next, new Extent(at, end - at));
    }

    /// <summary>Takes a stretch back but for its beginning.</summary>
    public void GiveRest(Extent extent, long used)
    {
        long rest = RoundUp(extent.At + used);
        if (rest < extent.End) Give(new Extent(rest, extent.End - rest));
    }

    private static long RoundUp(long length) => (length + Granule - 1) / Granule * Granule;
}
