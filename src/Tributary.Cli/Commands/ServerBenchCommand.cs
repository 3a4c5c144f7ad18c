using System.CommandLine;

namespace Tributary.Cli;

/// <summary><c>bench server</c>: what a coordinator costs under the load of simulated agents.</summary>
internal static class ServerBenchCommand
{
    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        Option<int> agents = Number("--agents", "Simulated agents, each with a connection and a certificate of its own.", 2000);
        Option<int> seconds = Number("--seconds", "How long check-ins are measured.", 8);
        Option<int> cohort = Number("--cohort", "Agents that upload a mebibyte in each round.", 64);
        Option<int> rounds = Number("--rounds", "Rounds of uploads to measure, after two that are not.", 7);
        Option<int> idle = Number("--idle", "Connections that do nothing.", 10_000);
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

    private static Option<int> Number(string name, string meaning, int usual)
    {
        var option = new Option<int>(name) { Description = meaning, HelpName = "N", DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && (!int.TryParse(result.Tokens[0].Value, out int number) || number < 1))
                result.AddError($"{name} must be a number of 1 or above.");
        });
        return option;
    }
}
