using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Tributary.Core;
using Tributary.Simulation;
using Tributary.Training;

namespace Tributary.Repository.Tests;

/// <summary>The reference of job files says what the program reads: no part, option or default is missing, wrong or left over.</summary>
public sealed class JobsPageTests
{
    private static readonly JobSpec _smallest =
        new() { Name = "job", Data = Part.Of("data"), Partition = Part.Of("partition"), Model = Part.Of("model"), Rounds = 1 };

    public static TheoryData<string> Places => [.. Slots().Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Places))]
    public void Documents_every_part_with_its_options_and_defaults(string place)
    {
        IEnumerable<string> registered = Slots()[place].Parts.SelectMany(part => Options(part).Prepend($"{part.Name}: {part.Summary}"));
        Assert.Equal(registered, JobsPage.Parts(place));
    }

    [Fact]
    public void Documents_every_member_of_a_job_with_its_default()
    {
        JsonNode defaults = JsonSerializer.SerializeToNode(_smallest, CoreJson.Default.JobSpec)!;
        Assert.Equal(Members(CoreJson.Default.JobSpec, defaults, ""), JobsPage.Members());
    }

    [Fact]
    public void Has_a_section_for_every_place_and_no_other()
    {
        IEnumerable<string> sections = Checkout.Read("docs/jobs.md").Split('\n')
            .Where(line => line.StartsWith("## ", StringComparison.Ordinal))
            .Select(line => line[3..]);
        Assert.Equal(Slots().Keys.Append("The job").Order(StringComparer.Ordinal), sections.Order(StringComparer.Ordinal));
    }

    /// <summary>The registries by the place in a job that they fill: <c>stages</c>, <c>local.optimizer</c>.</summary>
    private static Dictionary<string, IRegistry> Slots()
    {
        var slots = new TrainingCatalog().Jobs.Slots.ToDictionary(slot => slot.Key["$.".Length..].Replace("[]", "", StringComparison.Ordinal), slot => slot.Value);
        slots["simulation.speed"] = SpeedCatalog.Speeds;
        return slots;
    }

    private static IEnumerable<string> Options(RegisteredPart part) =>
        Settable(part.Json).Select(option => $"{part.Name}.{option.Name} = {Default(option, part.Defaults[option.Name])}");

    private static IEnumerable<string> Members(JsonTypeInfo type, JsonNode? defaults, string path)
    {
        foreach (JsonPropertyInfo member in Settable(type))
        {
            JsonTypeInfo of = type.Options.GetTypeInfo(member.PropertyType);
            IEnumerable<string> rows = of.Kind == JsonTypeInfoKind.Object
                ? Members(of, defaults?[member.Name], $"{path}{member.Name}.")
                : [$"{path}{member.Name} = {Default(member, defaults?[member.Name])}"];
            foreach (string row in rows) yield return row;
        }
    }

    private static IEnumerable<JsonPropertyInfo> Settable(JsonTypeInfo type) =>
        type.Properties.Where(property => property.AssociatedParameter is not null || property.Set is not null);

    private static string Default(JsonPropertyInfo option, JsonNode? value) =>
        option.IsRequired ? "required"
        : value is not null ? value.ToJsonString()
        : option.AssociatedParameter is { HasDefaultValue: true, DefaultValue: bool known } ? (known ? "true" : "false")
        : "none";
}
