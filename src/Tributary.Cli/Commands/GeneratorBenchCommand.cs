using System.CommandLine;

namespace Tributary.Cli;

/// <summary><c>bench fashion-flow</c>: a generator trained in one place, by five sites, and by five sites with small updates.</summary>
internal static class GeneratorBenchCommand
{
    private const int UsualRounds = 60, UsualSteps = 20, UsualPictures = 10_000;

    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        Option<string?> data = CommonOptions.Data();
        Option<int> threads = CommonOptions.Threads();
        Option<int> rounds = CommonOptions.Number("--rounds", "Rounds of training.", UsualRounds);
        Option<int> steps = CommonOptions.Number("--steps", "Steps of a site in each round.", UsualSteps);
        Option<int> pictures = CommonOptions.Number("--pictures", "Pictures to draw of each generator.", UsualPictures, least: 4);
        Option<bool> json = CommonOptions.Json();
        Option<string[]> cases = CommonOptions.Cases(GeneratorBench.Cases);
        var set = new Option<string>("--on")
        {
            Description = "The pictures: fashion-mnist or mnist.",
            HelpName = "SET",
            DefaultValueFactory = _ => "fashion-mnist",
        };
        set.AcceptOnlyFromAmong("fashion-mnist", "mnist");
        var seeds = new Option<ulong[]>("--seeds")
        {
            Description = "Seeds, with commas between them.",
            HelpName = "NUMBERS",
            DefaultValueFactory = _ => [1, 2, 3],
            CustomParser = result =>
            {
                string[] names = result.Tokens[0].Value.Split(',', StringSplitOptions.TrimEntries);
                ulong[] numbers = new ulong[names.Length];
                if (names.Where((name, i) => !ulong.TryParse(name, out numbers[i])).Any())
                    result.AddError("--seeds must be numbers with commas between them, such as 1,2,3.");
                return numbers;
            },
        };
        var guidance = new Option<double>("--guidance")
        {
            Description = "How far drawing is guided; 1 follows the class as learnt.",
            HelpName = "G",
            DefaultValueFactory = _ => 1.5,
        };
        var command = new Command(
            "fashion-flow", "A generator of pictures trained in one place, by five sites, and with updates of eight bits.")
        {
            data, set, seeds, cases, rounds, steps, pictures, guidance, threads, json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            ProcessorNotice.Print();
            var report = new BenchReport("fashion-flow", parsed.GetValue(json));
            var bench = new GeneratorBench(
                new JobLoader(parsed.GetValue(data)), parsed.GetValue(set)!, parsed.GetValue(rounds), parsed.GetValue(steps),
                parsed.GetValue(pictures), parsed.GetValue(guidance), parsed.GetValue(threads), report);
            await bench.RunAsync(parsed.GetValue(seeds)!, parsed.GetValue(cases) ?? [], cancellation);
            report.Finish();
            return ExitCode.Success;
        });
        return command;
    }
}
