using System.CommandLine;

namespace Tributary.Cli;

/// <summary><c>bench server</c>: what a coordinator costs under the load of simulated agents.</summary>
internal static class ServerBenchCommand
{
    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        Option<int> agents = CommonOptions.Number(
            "--agents", "Simulated agents, each with a connection and a certificate of its own.", 2000);
        Option<int> seconds = CommonOptions.Number("--seconds", "How long check-ins are measured.", 8);
        Option<int> cohort = CommonOptions.Number("--cohort", "Agents that upload a mebibyte in each round.", 64);
        Option<int> rounds = CommonOptions.Number("--rounds", "Rounds of uploads to measure, after two that are not.", 7);
        Option<int> idle = CommonOptions.Number("--idle", "Connections that do nothing.", 10_000);
        Option<bool> json = CommonOptions.Json();
        Option<string[]> cases = CommonOptions.Cases(ServerBench.Cases);
        var command = new Command(
            "server", "Processor, memory and disk of a coordinator under the load of simulated agents, which do not train.")
        {
            agents, seconds, cohort, rounds, idle, cases, json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var report = new BenchReport("server", parsed.GetValue(json));
            await ServerBench.RunAsync(
                new ServerBenchOptions
                {
                    Agents = parsed.GetValue(agents),
                    Seconds = parsed.GetValue(seconds),
                    Cohort = parsed.GetValue(cohort),
                    Rounds = parsed.GetValue(rounds),
                    Idle = parsed.GetValue(idle),
                    Cases = parsed.GetValue(cases) ?? [],
                },
                report, cancellation);
            report.Finish();
            return ExitCode.Success;
        });
        return command;
    }
}
