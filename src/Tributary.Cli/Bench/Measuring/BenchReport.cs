using System.Text.Json;
using System.Text.Json.Nodes;
using Tributary.Simulation;

namespace Tributary.Cli;

/// <summary>What a measurement prints: lines as soon as they are known, or one JSON object at its end.</summary>
/// <param name="bench">The measurement's name.</param>
/// <param name="json">Whether to print the object instead of lines.</param>
internal sealed class BenchReport(string bench, bool json)
{
    private readonly List<string> _notes = [];
    private readonly List<JsonObject> _results = [];

    /// <summary>Tells what a reader of the figures must know; it stands in the object too.</summary>
    public void Note(string sentence)
    {
        if (_notes.Contains(sentence)) return;
        _notes.Add(sentence);
        Tell(sentence);
    }

    /// <summary>Tells a line, unless an object is asked for.</summary>
    public void Tell(string line)
    {
        if (!json) Console.WriteLine(line);
    }

    /// <summary>Takes a result, and tells it.</summary>
    public void Add(JsonObject result, string line)
    {
        _results.Add(result);
        Tell(line);
    }

    /// <summary>Prints the object, where one is asked for.</summary>
    public void Finish() => Finish(_results, null);

    /// <summary>Prints an object of results that were told elsewhere.</summary>
    public void Finish(IReadOnlyList<JsonObject> results, int? threads)
    {
        if (!json) return;
        var report = new JsonObject
        {
            ["bench"] = bench,
            ["machine"] = JsonSerializer.SerializeToNode(MachineSummary.Read(), RunReportJson.Default.MachineSummary),
        };
        if (threads is not null) report["threads"] = threads;
        if (_notes.Count > 0) report["notes"] = new JsonArray([.. _notes]);
        report["results"] = new JsonArray([.. results]);
        Console.WriteLine(report.ToJsonString());
    }
}
