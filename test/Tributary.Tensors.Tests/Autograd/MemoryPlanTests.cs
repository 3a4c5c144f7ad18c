namespace Tributary.Tensors.Tests;

public sealed class MemoryPlanTests
{
    private readonly RandomStream _random = new(5);

    [Fact]
    public void Buffers_that_are_in_use_together_do_not_overlap_and_the_block_is_no_larger_than_all_of_them()
    {
        for (int trial = 0; trial < 200; trial++)
        {
            var plan = new MemoryPlan();
            (int Count, int First, int Last)[] buffers = [.. Enumerable.Range(0, 1 + _random.NextInt(40)).Select(_ => Draw())];
            foreach ((int count, int first, int last) in buffers) plan.Add(count, first, last);
            int[] offsets = plan.Place(out int total);
            for (int i = 0; i < buffers.Length; i++)
            {
                Assert.True(offsets[i] % 16 == 0 && offsets[i] >= 0 && offsets[i] + buffers[i].Count <= total);
                for (int j = 0; j < i; j++)
                {
                    bool together = buffers[i].First <= buffers[j].Last && buffers[j].First <= buffers[i].Last;
                    bool apart = offsets[i] + buffers[i].Count <= offsets[j] || offsets[j] + buffers[j].Count <= offsets[i];
                    Assert.True(apart || !together);
                }
            }
            Assert.True(total <= buffers.Sum(buffer => AlignedMemory.RoundUp(buffer.Count)));
        }
    }

    [Fact]
    public void Buffers_one_after_another_share_one_place()
    {
        var plan = new MemoryPlan();
        for (int step = 0; step < 50; step++) plan.Add(100, 2 * step, 2 * step + 1);
        Assert.All(plan.Place(out int total), offset => Assert.Equal(0, offset));
        Assert.Equal(112, total);
    }

    private (int Count, int First, int Last) Draw()
    {
        int first = _random.NextInt(30);
        return (1 + _random.NextInt(300), first, first + _random.NextInt(12));
    }
}
