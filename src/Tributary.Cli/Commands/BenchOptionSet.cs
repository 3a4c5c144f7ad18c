using System.CommandLine;

namespace Tributary.Cli;

/// <summary>The options of measurements beside a peer, added to a command and read from what was typed.</summary>
internal sealed class BenchOptionSet
{
    private readonly Option<int> _threads = CommonOptions.Threads(), _count;
    private readonly Option<bool> _json = CommonOptions.Json();
    private readonly Option<string?> _data = CommonOptions.Data();
    private readonly Option<int?> _steps;
    private readonly Option<string?> _peers = new("--peers")
    {
        Description = "The folder of the peers' scripts; else bench/peers here or above.",
        HelpName = "DIR",
    };
    private readonly Option<string?> _python = new("--python")
    {
        Description = "The Python that runs them; else the first of python3, /usr/bin/python3 and python that has PyTorch.",
        HelpName = "PATH",
    };
    private readonly Option<bool> _noPeers = new("--no-peers") { Description = "Measure this program alone." };
    private readonly Option<bool> _asInstalled = new("--as-installed")
    {
        Description = "Leave the peer's kernels as it chooses them; else wider ones are tried too where the processor has AVX-512.",
    };
    private readonly Option<string[]> _cases;

    /// <summary>Makes the options.</summary>
    /// <param name="threads">What the number of threads means here.</param>
    /// <param name="count">The name, meaning and default of the number of repetitions.</param>
    /// <param name="steps">What the number of steps means here; null where there are none to choose.</param>
    /// <param name="cases">The cases to choose from; empty where there is no choice.</param>
    /// <param name="readsData">Whether there is a data folder to name.</param>
    public BenchOptionSet(
        string threads, (string Name, string Meaning, int Default) count, string? steps, IReadOnlyList<string> cases, bool readsData = true)
    {
        _threads.Description = threads;
        _count = new(count.Name) { Description = count.Meaning, HelpName = "N", DefaultValueFactory = _ => count.Default };
        _steps = new("--steps") { Description = steps, HelpName = "N" };
        _count.Validators.Add(result => AtLeastOne(result.Tokens.Count > 0 ? result.Tokens[0].Value : "1", result.AddError, count.Name));
        _steps.Validators.Add(result => AtLeastOne(result.Tokens.Count > 0 ? result.Tokens[0].Value : "1", result.AddError, "--steps"));
        _cases = CommonOptions.Cases(cases);
        Options = [_threads, _count, .. steps is null ? [] : new Option[] { _steps }, .. cases.Count == 0 ? [] : new Option[] { _cases },
            .. readsData ? new Option[] { _data } : [], _peers, _python, _noPeers, _asInstalled, _json];
    }

    /// <summary>What to add to the command.</summary>
    public IReadOnlyList<Option> Options { get; }

    /// <summary>What was typed.</summary>
    public BenchOptions Read(ParseResult parsed) => new()
    {
        Threads = parsed.GetValue(_threads),
        Json = parsed.GetValue(_json),
        Data = Options.Contains(_data) ? parsed.GetValue(_data) : null,
        Peers = parsed.GetValue(_peers),
        Python = parsed.GetValue(_python),
        ComparesWithPeers = !parsed.GetValue(_noPeers),
        AsInstalled = parsed.GetValue(_asInstalled),
        Cases = Options.Contains(_cases) ? parsed.GetValue(_cases) ?? [] : [],
        Count = parsed.GetValue(_count),
        Steps = Options.Contains(_steps) ? parsed.GetValue(_steps) : null,
    };

    private static void AtLeastOne(string value, Action<string> addError, string option)
    {
        if (!int.TryParse(value, out int number) || number < 1) addError($"{option} must be a number of 1 or above.");
    }
}
