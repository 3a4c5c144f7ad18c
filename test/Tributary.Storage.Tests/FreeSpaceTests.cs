namespace Tributary.Storage.Tests;

public sealed class FreeSpaceTests
{
    private const long Begin = 4096;

    [Fact]
    public void What_is_given_back_is_joined_and_taken_again_before_the_file_grows()
    {
        var space = new FreeSpace(Begin, long.MaxValue);
        Extent first = space.Take(5000)!.Value, second = space.Take(4096)!.Value, third = space.Take(1)!.Value;
        Assert.Equal([new(4096, 5000), new(12_288, 4096), new(16_384, 1)], (Extent[])[first, second, third]);
        space.Give(first);
        space.Give(second);
        Assert.Equal(new Extent(4096, 12_000), space.Take(12_000));
        Assert.Equal(new Extent(20_480, 10), space.Take(10));
        space.GiveRest(new Extent(4096, 12_000), 4097);
        Assert.Equal(new Extent(12_288, 4096), space.Take(4096));
    }

    [Fact]
    public void The_bound_is_kept_and_room_at_the_end_does_not_count()
    {
        var space = new FreeSpace(Begin, 3 * 4096);
        Extent first = space.Take(4096)!.Value, second = space.Take(4096)!.Value;
        Assert.Null(space.Take(1));
        space.Give(first);
        Assert.Null(space.Take(4097));
        space.Give(second);
        Assert.Equal(new Extent(4096, 8000), space.Take(8000));
    }

    [Fact]
    public void Whatever_is_taken_and_given_back_nothing_is_used_twice()
    {
        var random = new Tensors.RandomStream(3);
        var used = new List<Extent>();
        var space = new FreeSpace(Begin, 200 * 4096);
        for (int step = 0; step < 20_000; step++)
        {
            int number = (int)(random.NextUInt32() % 40_000);
            if (number % 2 == 0 && used.Count > 0)
            {
                space.Give(used[number % used.Count]);
                used.RemoveAt(number % used.Count);
            }
            else if (space.Take(number + 1) is { } extent)
            {
                Assert.All(used, other => Assert.True(other.End <= extent.At || extent.End <= other.At));
                Assert.InRange(extent.End, Begin, 200 * 4096);
                used.Add(extent);
            }
            if (step % 1000 == 0) space = FreeSpace.Without(Begin, 200 * 4096, used);
        }
        foreach (Extent extent in used) space.Give(extent);
        Assert.Equal(new Extent(4096, 199 * 4096), space.Take(199 * 4096)); // no piece of it was lost
    }
}
