namespace Tributary.Tensors.Tests;

public sealed class ForkJoinTests
{
    private readonly ForkJoin _loops = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void Every_element_is_done_once(int threads)
    {
        Workspace[] workspaces = [.. Enumerable.Range(0, threads).Select(_ => new Workspace())];
        int[] counts = new int[100];
        RangeBody body = (start, end, _) =>
        {
            for (int i = start; i < end; i++) Interlocked.Increment(ref counts[i]);
        };
        for (int loop = 0; loop < 20_000; loop++) _loops.Run(1 + loop % 100, Math.Min(1 + loop % 100, 1 + loop % 17), workspaces, body);
        for (int i = 0; i < counts.Length; i++) Assert.Equal(200 * (100 - i), counts[i]);
    }

    [Fact]
    public void Callers_at_the_same_time_all_get_their_loop_done()
    {
        Parallel.For(0, 8, _ =>
        {
            Workspace[] workspaces = [new(), new(), new()];
            int sum = 0;
            RangeBody body = (start, end, _) => Interlocked.Add(ref sum, end - start);
            for (int loop = 0; loop < 2_000; loop++) _loops.Run(64, 16, workspaces, body);
            Assert.Equal(64 * 2_000, sum);
        });
    }

    [Fact]
    public void No_two_ranges_share_a_workspace_at_the_same_time()
    {
        Workspace[] workspaces = [new(), new(), new(), new()];
        int shared = 0;
        RangeBody body = (start, end, workspace) =>
        {
            Span<float> scratch = workspace.Scratch(64);
            for (int i = 0; i < scratch.Length; i++) scratch[i] = start;
            foreach (float value in scratch)
                if (value != start)
                    Interlocked.Increment(ref shared);
        };
        for (int loop = 0; loop < 5_000; loop++) _loops.Run(40, 40, workspaces, body);
        Assert.Equal(0, shared);
    }

    [Fact]
    public void A_failure_on_any_thread_reaches_the_caller_after_the_others_have_finished()
    {
        Workspace[] workspaces = [new(), new(), new()];
        for (int failing = 0; failing < 12; failing++)
        {
            int done = 0;
            RangeBody body = (start, _, _) =>
            {
                Interlocked.Increment(ref done);
                if (start == failing) throw new TensorException($"chunk {start}");
            };
            Assert.Contains($"chunk {failing}", Assert.Throws<TensorException>(() => _loops.Run(12, 12, workspaces, body)).Message,
                StringComparison.Ordinal);
            Assert.Equal(12, done);
        }
    }

    [Fact]
    public void A_loop_allocates_nothing()
    {
        Workspace[] workspaces = [new(), new()];
        RangeBody body = (_, _, _) => { };
        for (int loop = 0; loop < 100; loop++) _loops.Run(8, 8, workspaces, body);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int loop = 0; loop < 1_000; loop++) _loops.Run(8, 8, workspaces, body);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
