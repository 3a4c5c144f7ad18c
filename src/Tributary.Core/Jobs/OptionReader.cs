using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;

namespace Tributary.Core;

/// <summary>
/// Compares JSON with the type it is to become, and goes on after a problem: a bad value is replaced by a default, so that everything
/// else is still checked.
/// </summary>
internal sealed partial class OptionReader(ICollection<Problem> problems, IReadOnlyDictionary<string, IRegistry>? slots = null)
{
    /// <summary>The complete options of a part, without its name; null where no part has that name.</summary>
    public JsonObject? ReadPart(JsonElement given, IRegistry registry, string path)
    {
        if (UseOf(given, path) is not { } use) return null;
        if (registry.Find(use) is { } part) return ReadObject(given, part.Json, part.Defaults, path, ignore: Part.Discriminator);
        Report(ProblemCodes.UnknownPart, $"{path}.{Part.Discriminator}",
            $"There is no {registry.Kind} called '{use}'. {Spelling.Suggest(use, registry.Parts.Select(known => known.Name))}");
        return null;
    }

    /// <summary>
    /// The object with problems repaired, unknown members left out and absent ones filled in from <paramref name="defaults"/>.
    /// </summary>
    public JsonObject ReadObject(JsonElement given, JsonTypeInfo type, JsonObject? defaults, string path, string? ignore = null)
    {
        var complete = (JsonObject?)defaults?.DeepClone() ?? [];
        JsonPropertyInfo[] options =
            [.. type.Properties.Where(property => property.AssociatedParameter is not null || property.Set is not null)];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (JsonProperty member in given.EnumerateObject())
        {
            string name = member.Name, memberPath = $"{path}.{name}";
            if (!seen.Add(name)) ReportRepeated(name, memberPath);
            else if (name == ignore) continue;
            else if (options.FirstOrDefault(option => option.Name == name) is not { } option)
                Report(ProblemCodes.UnknownOption, memberPath,
                    $"Nothing here understands the option '{name}'. {Spelling.Suggest(name, options.Select(known => known.Name))}");
            else if (member.Value.ValueKind != JsonValueKind.Null || !option.IsSetNullable)
                complete[name] = ReadValue(member.Value, type.Options.GetTypeInfo(option.PropertyType), complete[name], memberPath);
            else complete[name] = null;
        }
        foreach (JsonPropertyInfo option in options.Where(option => option.IsRequired && !seen.Contains(option.Name)))
            Report(ProblemCodes.MissingOption, $"{path}.{option.Name}",
                $"The option '{option.Name}' is missing and has no default. " +
                $"Give {ValueWords.Expected(type.Options.GetTypeInfo(option.PropertyType))}.");
        Check(complete, type, defaults, path);
        return complete;
    }

    private JsonNode? ReadValue(JsonElement given, JsonTypeInfo type, JsonNode? standIn, string path)
    {
        if (type.Type == typeof(Part))
        {
            // Options that belong to another part would be filled in from the default's: a part is taken as it is.
            if (slots is not null && slots.TryGetValue(SlotOf(path), out IRegistry? registry)) ReadPart(given, registry, path);
            else UseOf(given, path);
            return Copy(given, type) ?? standIn?.DeepClone();
        }
        if (type.Kind == JsonTypeInfoKind.Object && given.ValueKind == JsonValueKind.Object)
            return ReadObject(given, type, standIn as JsonObject, path);
        if (type.Kind == JsonTypeInfoKind.Enumerable && given.ValueKind == JsonValueKind.Array) return ReadItems(given, type, path);
        if (type.Kind == JsonTypeInfoKind.Dictionary && given.ValueKind == JsonValueKind.Object) return ReadEntries(given, type, path);
        if (type.Kind is not (JsonTypeInfoKind.Object or JsonTypeInfoKind.Enumerable) && Copy(given, type) is { } value) return value;
        Report(ProblemCodes.WrongKindOfValue, path, $"Expected {ValueWords.Expected(type)}, got {ValueWords.Describe(given)}.");
        return standIn?.DeepClone();
    }

    private JsonArray ReadItems(JsonElement given, JsonTypeInfo type, string path)
    {
        JsonTypeInfo itemType = type.Options.GetTypeInfo(type.ElementType!);
        return [.. given.EnumerateArray().Select((item, i) => ReadValue(item, itemType, null, $"{path}[{i}]"))
            .Where(item => item is not null)];
    }

    private JsonObject ReadEntries(JsonElement given, JsonTypeInfo type, string path)
    {
        JsonTypeInfo entryType = type.Options.GetTypeInfo(type.ElementType!);
        var complete = new JsonObject();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (JsonProperty entry in given.EnumerateObject())
        {
            string name = entry.Name, entryPath = $"{path}.{name}";
            if (!seen.Add(name)) ReportRepeated(name, entryPath);
            else if (ReadValue(entry.Value, entryType, null, entryPath) is { } value) complete[name] = value;
        }
        return complete;
    }

    /// <summary>Ranges: of records that check themselves, and of those that refuse a value when they are made.</summary>
    private void Check(JsonObject complete, JsonTypeInfo type, JsonObject? defaults, string path)
    {
        while (true)
        {
            try
            {
                if (complete.Deserialize(type) is not IChecked options) return;
                // What has no valid value because of a problem that was told is not a second problem.
                foreach (Problem problem in options.Check(path)
                    .Where(problem => !problems.Any(told => IsAtOrBelow(told.Path, problem.Path))).ToArray())
                    problems.Add(problem);
                return;
            }
            catch (ArgumentOutOfRangeException e) when (NameOf(e, complete) is { } name)
            {
                problems.Add(Problem.OutOfRange($"{path}.{name}",
                    $"'{name}' is {complete[name]?.ToJsonString()}: {e.Message.Split(" (Parameter")[0]}"));
                if (defaults?[name] is not { } possible || JsonNode.DeepEquals(possible, complete[name])) return;
                complete[name] = possible.DeepClone();
            }
            catch (ArgumentOutOfRangeException) when (problems.Any(told => IsAtOrBelow(told.Path, path)))
            {
                return; // an option of an object within this one, which has been reported
            }
            catch (JsonException)
            {
                return; // a required option that no default could replace, and that has been reported
            }
        }
    }

    private static bool IsAtOrBelow(string path, string above) =>
        path.StartsWith(above, StringComparison.Ordinal) && (path.Length == above.Length || path[above.Length] is '.' or '[');

    private static string? NameOf(ArgumentOutOfRangeException e, JsonObject complete) =>
        complete.Select(member => member.Key).FirstOrDefault(name => string.Equals(name, e.ParamName, StringComparison.OrdinalIgnoreCase));

    private string? UseOf(JsonElement given, string path)
    {
        if (given.ValueKind != JsonValueKind.Object)
            Report(ProblemCodes.WrongKindOfValue, path, $"Expected {ValueWords.Part}, got {ValueWords.Describe(given)}.");
        else if (!given.TryGetProperty(Part.Discriminator, out JsonElement use))
            Report(ProblemCodes.MissingOption, $"{path}.{Part.Discriminator}",
                $"The part does not say what it is. Give {ValueWords.Part}.");
        else if (use.ValueKind != JsonValueKind.String)
            Report(ProblemCodes.WrongKindOfValue, $"{path}.{Part.Discriminator}",
                $"Expected the name of a part in quotes, got {ValueWords.Describe(use)}.");
        else return use.GetString();
        return null;
    }

    private static JsonNode? Copy(JsonElement given, JsonTypeInfo type)
    {
        try
        {
            object? value = given.Deserialize(type);
            return value is null or double.PositiveInfinity or double.NegativeInfinity ? null : JsonSerializer.SerializeToNode(value, type);
        }
        catch (Exception e) when (e is JsonException or FormatException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>The same path for every item of a list: <c>$.stages[]</c>.</summary>
    private static string SlotOf(string path) => ItemNumber().Replace(path, "[]");

    [GeneratedRegex(@"\[\d+\]")]
    private static partial Regex ItemNumber();

    private void ReportRepeated(string name, string path) =>
        Report(ProblemCodes.RepeatedOption, path, $"'{name}' is given twice, and only one can count. Remove one.");

    private void Report(string code, string path, string message) => problems.Add(new Problem(code, path, message));
}
