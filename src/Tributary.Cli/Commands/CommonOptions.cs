using System.CommandLine;

namespace Tributary.Cli;

/// <summary>Options that mean the same everywhere.</summary>
internal static class CommonOptions
{
    /// <summary>The data folder.</summary>
    public static Option<string?> Data() =>
        new("--data") { Description = "The folder of named data sets; else the variable TRIBUTARY_DATA names it.", HelpName = "DIR" };

    /// <summary>The output folder.</summary>
    public static Option<string?> Out(string fallback) =>
        new("--out") { Description = $"The folder for results; else {fallback}.", HelpName = "DIR" };

    /// <summary>Whether files that a job names by their addresses may be fetched.</summary>
    public static Option<bool> AllowDownload() => new("--allow-download")
    {
        Description = "Fetch files that the job names by address and checksum; else those that are not in the cache are refused.",
    };

    /// <summary>The number of threads.</summary>
    public static Option<int> Threads()
    {
        var option = new Option<int>("--threads")
        {
            Description = "The number of threads: a client for each, several for a client where fewer train; changes no bit of the result.",
            HelpName = "N",
            DefaultValueFactory = _ => Environment.ProcessorCount,
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && (!int.TryParse(result.Tokens[0].Value, out int threads) || threads < 1))
                result.AddError("--threads must be a number of 1 or above.");
        });
        return option;
    }

    /// <summary>A whole number.</summary>
    /// <param name="name">The option, with its dashes.</param>
    /// <param name="meaning">For the help.</param>
    /// <param name="usual">What it is where it is not given.</param>
    /// <param name="least">The least that is taken.</param>
    public static Option<int> Number(string name, string meaning, int usual, int least = 1)
    {
        var option = new Option<int>(name) { Description = meaning, HelpName = "N", DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && (!int.TryParse(result.Tokens[0].Value, out int number) || number < least))
                result.AddError($"{name} must be a number of {least} or above.");
        });
        return option;
    }

    /// <summary>One JSON object instead of words.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Print one JSON object instead of tables." };

    /// <summary>The cases of a measurement, with commas between them.</summary>
    public static Option<string[]> Cases(IReadOnlyList<string> cases) => new("--cases")
    {
        Description = $"Only these, with commas between them: {string.Join(", ", cases)}.",
        HelpName = "NAMES",
        CustomParser = result =>
        {
            string[] names = result.Tokens[0].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (names.FirstOrDefault(name => !cases.Contains(name)) is { } stranger)
                result.AddError($"There is no case '{stranger}'. There are {string.Join(", ", cases)}.");
            return names;
        },
    };

    /// <summary>The seed.</summary>
    public static Option<ulong?> Seed() =>
        new("--seed") { Description = "The seed of everything random, instead of the job's.", HelpName = "N" };
}
