using System.CommandLine;

namespace Tributary.Cli;

/// <summary><c>bench engine</c>, <c>bench simulation</c> and <c>bench nanogpt</c>: measurements by turns with PyTorch.</summary>
internal static class PeerBenchCommand
{
    /// <summary>Describes the commands.</summary>
    public static IReadOnlyList<Command> CreateAll() =>
    [
        Create(
            "engine", "Milliseconds of training steps and of matrix products, by turns with PyTorch on the same cores.",
            new BenchOptionSet(
                "Measure on one thread, and then on so many.", ("--turns", "How many blocks each program runs, by turns.", 11),
                "Steps in a block, instead of as many as last 60 ms (20 ms for a matrix product).",
                [.. EngineCases.All.Select(one => one.Name)], readsData: false),
            EngineBench.RunAsync),
        Create(
            "simulation", "Seconds of a round of FedAvg on MNIST, 10 of 100 clients, by turns with the same round in PyTorch.",
            new BenchOptionSet(
                "Measure on one thread, and then on so many.", ("--rounds", "How many rounds to measure, after two that are not.", 11),
                null, [.. SimulationCases.Names]),
            SimulationBench.RunAsync),
        Create(
            "nanogpt", "nanoGPT's preset for a CPU on tiny Shakespeare: validation loss and seconds, by turns with PyTorch.",
            new BenchOptionSet(
                "Threads of a training step.", ("--seeds", "How many seeds to train with, from 1 on.", 3),
                "Training steps, instead of 2000.", []),
            NanoGptBench.RunAsync),
    ];

    private static Command Create(
        string name, string summary, BenchOptionSet set, Func<BenchOptions, BenchReport, CancellationToken, Task> run)
    {
        var command = new Command(name, summary);
        foreach (Option option in set.Options) command.Options.Add(option);
        command.SetAction(async (parsed, cancellation) =>
        {
            BenchOptions options = set.Read(parsed);
            ProcessorNotice.Print();
            var report = new BenchReport(name, options.Json);
            await run(options, report, cancellation);
            report.Finish();
            return ExitCode.Success;
        });
        return command;
    }
}
