namespace Tributary.Simulation.Tests;

public sealed class RoundSchedulerTests
{
    private static readonly CancellationToken _none = CancellationToken.None;

    [Fact]
    public async Task Who_has_begun_goes_on_before_anybody_new_begins()
    {
        var scheduler = new RoundScheduler(1);
        var told = new List<string>();
        var admitted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<Task> clients = Task.Factory.StartNew( // from within, so that nobody begins before all are there
            () => Task.WhenAll(
                Begin(scheduler, async () =>
                {
                    told.Add("first begins");
                    await admitted.Task;
                    told.Add("first goes on");
                }),
                Begin(scheduler, () => Tell("second begins", admitted.SetResult)),
                Begin(scheduler, () => Tell("third begins", () => { }))), _none, TaskCreationOptions.None, scheduler);
        await await clients;
        Assert.Equal(["first begins", "second begins", "first goes on", "third begins"], told);

        Task Tell(string what, Action then)
        {
            told.Add(what);
            then();
            return Task.CompletedTask;
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task No_more_run_at_the_same_time_than_there_are_threads(int threads)
    {
        var scheduler = new RoundScheduler(threads);
        int running = 0, most = 0;
        await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Begin(scheduler, async () =>
        {
            for (int part = 0; part < 3; part++)
            {
                int now = Interlocked.Increment(ref running);
                for (int seen = most; now > seen; seen = most) Interlocked.CompareExchange(ref most, now, seen);
                Thread.SpinWait(100);
                Interlocked.Decrement(ref running);
                await Task.Yield();
            }
        })));
        Assert.InRange(most, 1, threads);
    }

    [Fact]
    public async Task A_loop_over_threads_within_a_task_ends_though_no_other_thread_is_free()
    {
        var scheduler = new RoundScheduler(1);
        int sum = 0;
        await Begin(scheduler, () =>
        {
            Parallel.For(0, 1000, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i => Interlocked.Add(ref sum, i));
            return Task.CompletedTask;
        });
        Assert.Equal(499_500, sum);
    }

    private static Task Begin(RoundScheduler scheduler, Func<Task> client) =>
        Task.Factory.StartNew(client, _none, TaskCreationOptions.PreferFairness, scheduler).Unwrap();
}
