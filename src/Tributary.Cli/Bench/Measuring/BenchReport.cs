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

    /// <summary>The results so far.</summary>
    public IReadOnlyList<JsonObject> Results => _results;

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
    public void Finish()
    {
        if (json) Console.WriteLine(new JsonObject
        {
            ["bench"] = bench,
            ["machine"] = JsonSerializer.SerializeToNode(MachineSummary.Read(), RunReportJson.Default.MachineSummary),
            ["notes"] = new JsonArray([.. _notes]),
            ["results"] = new JsonArray([.. _results]),
        }.ToJsonString());
    }
}
