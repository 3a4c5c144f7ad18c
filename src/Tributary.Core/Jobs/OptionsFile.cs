using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Tributary.Core;

/// <summary>Reads files of options that are no jobs, such as a site's configuration, by the rules of jobs.</summary>
/// <remarks>Comments and trailing commas are allowed, unknown options are refused, and everything that is wrong is told at once.</remarks>
public static class OptionsFile
{
    /// <summary>Reads options, with defaults for what is left out.</summary>
    /// <param name="what">What the text is, at the beginning of a sentence: <c>The site's configuration</c>.</param>
    /// <param name="json">The text.</param>
    /// <param name="type">Source-generated reading of the options.</param>
    /// <param name="defaults">Its optional options have their defaults.</param>
    /// <param name="code">The code of every problem.</param>
    /// <param name="problems">Takes everything that is wrong.</param>
    /// <returns>The options, or null where there is a problem.</returns>
    public static T? Read<T>(
        string what, string json, JsonTypeInfo<T> type, T defaults, string code, ICollection<Problem> problems) where T : class
    {
        var found = new List<Problem>();
        T? options = Read(what, json, type, defaults, found);
        foreach (Problem problem in found) problems.Add(problem with { Code = code });
        return options;
    }

    private static T? Read<T>(string what, string json, JsonTypeInfo<T> type, T defaults, List<Problem> problems) where T : class
    {
        try
        {
            using JsonDocument document = JsonSyntax.Parse(json);
            if (document.RootElement is { ValueKind: not JsonValueKind.Object } other)
            {
                problems.Add(new Problem(
                    ProblemCodes.WrongKindOfValue, "$", $"{what} is an object in curly braces, got {ValueWords.Describe(other)}."));
                return null;
            }
            JsonObject standIns = JsonSerializer.SerializeToNode(defaults, type)!.AsObject();
            JsonObject complete = new OptionReader(problems).ReadObject(document.RootElement, type, standIns, "$");
            return problems.Count > 0 ? null : complete.Deserialize(type);
        }
        catch (JsonException e)
        {
            problems.Add(new Problem(ProblemCodes.JobIsNotJson, "$", JsonSyntax.Describe(what, json, e)));
            return null;
        }
    }
}
