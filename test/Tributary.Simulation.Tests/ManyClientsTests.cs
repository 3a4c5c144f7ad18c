using System.Buffers.Binary;
using Tributary.Core;
using Tributary.Tensors;
using Tributary.Tests;

namespace Tributary.Simulation.Tests;

/// <summary>Memory is measured of the whole process, so nothing else may run meanwhile.</summary>
[Collection(Alone)]
[CollectionDefinition(Alone, DisableParallelization = true)]
public sealed class ManyClientsTests(ITestOutputHelper output) : IDisposable
{
    private const string Alone = "alone";
    private const int Images = 10_000, Pixels = 64;
    private const double MB = 1 << 20;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Ten_thousand_clients_take_hardly_more_memory_than_one_thousand()
    {
        (string images, string labels) = WriteImages();
        (long fewHeld, long fewPeak) = await MeasureAsync(Job(images, labels, clients: 1000));
        (long manyHeld, long manyPeak) = await MeasureAsync(Job(images, labels, clients: 10_000));
        output.WriteLine($"1,000 clients hold {fewHeld / MB:0.0} MB, {fewPeak / MB:0} MB at the peak");
        output.WriteLine($"10,000 clients hold {manyHeld / MB:0.0} MB, {manyPeak / MB:0} MB at the peak");

        // A client's name, its examples' numbers and its entries in the log; a model or an update would be 400 kB.
        Assert.InRange((manyHeld - fewHeld) / 9000.0, double.NegativeInfinity, 3000);
        // The peak is mostly garbage that the collector has not got round to; 10,000 updates kept would be 4 GB.
        Assert.InRange(manyPeak, 0, (long)(400 * MB));
    }

    /// <summary>Random images, which are enough to count bytes with.</summary>
    private (string Images, string Labels) WriteImages()
    {
        var random = new RandomStream(1);
        byte[] count = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(count, Images);
        byte[] pixels = new byte[Images * Pixels];
        foreach (ref byte pixel in pixels.AsSpan()) pixel = (byte)random.NextInt(256);
        return (
            _folder.Write("images", [0, 0, 8, 3, .. count, 0, 0, 0, 8, 0, 0, 0, 8, .. pixels]).Replace('\\', '/'),
            _folder.Write("labels", [0, 0, 8, 1, .. count, .. Enumerable.Range(0, Images).Select(i => (byte)(i % 10))]).Replace('\\', '/'));
    }

    private static PlannedJob Job(string images, string labels, int clients)
    {
        PlannedJob job = Jobs.Plan(Jobs.Digits($$"""
            {
              "data": { "use": "idx", "images": "{{images}}", "labels": "{{labels}}", "testImages": "{{images}}", "testLabels": "{{labels}}" },
              "partition": { "use": "iid", "clients": {{clients}} }, "model": { "use": "mlp", "hidden": [320, 240] }, "rounds": 1
            }
            """));
        Assert.InRange(job.Initial.Layout.Length, 100_000, 101_000);
        return job;
    }

    /// <summary>What is alive when the round has just ended, and the most that was held in between, less what was held before.</summary>
    private static async Task<(long Held, long Peak)> MeasureAsync(PlannedJob job)
    {
        long before = PeakMemory.Begin(), held = 0;
        var settings = new SimulationSettings
        {
            Threads = 2,
            OnRound = _ => held = GC.GetTotalMemory(forceFullCollection: true),
        };
        SimulationResult result = await new Simulator(job, settings).RunAsync();
        Assert.Equal(RunOutcome.Completed, result.Report.Outcome);
        Assert.All(result.Report.Rounds, round => Assert.Equal(job.Federation.Sites.Count, round.Received));
        return (held, PeakMemory.Read() - before);
    }
}
