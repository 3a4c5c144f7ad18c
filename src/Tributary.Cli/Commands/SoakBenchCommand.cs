using System.CommandLine;

namespace Tributary.Cli;

/// <summary><c>bench soak</c>: a federation of processes that are killed again and again.</summary>
internal static class SoakBenchCommand
{
    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        Option<int> minutes = CommonOptions.Number("--minutes", "How long new runs begin; the last one is finished.", 10, least: 0);
        Option<int> rounds = CommonOptions.Number("--rounds", "Rounds of a run.", 20);
        Option<int> seed = CommonOptions.Number("--seed", "Decides tables, jobs, and who is killed when.", 1, least: 0);
        Option<bool> json = CommonOptions.Json();
        var command = new Command(
            "soak", "Runs between a coordinator and four agents, of which one is killed every few moments; each model is compared with a "
            + "simulation's.")
        {
            minutes, rounds, seed, json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var report = new BenchReport("soak", parsed.GetValue(json));
            bool alike = await SoakBench.RunAsync(
                TimeSpan.FromMinutes(parsed.GetValue(minutes)), parsed.GetValue(rounds), (ulong)parsed.GetValue(seed), report,
                cancellation);
            report.Finish();
            return alike ? ExitCode.Success : ExitCode.Failed;
        });
        return command;
    }
}
