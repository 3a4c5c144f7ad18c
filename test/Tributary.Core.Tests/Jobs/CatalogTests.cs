using System.Text.Json.Nodes;

namespace Tributary.Core.Tests;

public sealed class CatalogTests
{
    public static TheoryData<string, string> Parts
    {
        get
        {
            var parts = new TheoryData<string, string>();
            foreach ((string slot, IRegistry registry) in new Catalog().Slots)
                foreach (RegisteredPart part in registry.Parts) parts.Add(slot, part.Name);
            return parts;
        }
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public void Every_part_has_a_sentence_and_a_schema_that_its_defaults_pass(string slot, string name)
    {
        RegisteredPart part = new Catalog().Slots[slot].Find(name)!;
        Assert.Matches(@"^[A-Z].*\.$", part.Summary);
        JsonObject job = JobSchema.Of(new Catalog());
        JsonNode? at = job;
        foreach (string member in slot[2..].Replace("[]", "").Split('.')) at = at!["properties"]![member];
        JsonArray alternatives = (slot.EndsWith(']') ? at!["items"] : at)!["oneOf"]!.AsArray();
        JsonObject written = part.Defaults.DeepClone().AsObject();
        written["use"] = name;
        JsonNode schema = Assert.Single(alternatives, alternative => (string?)alternative!["title"] == name)!;
        Assert.True(SchemaValidator.Accepts(schema, written), $"{schema}\n{written}");
    }

    [Fact]
    public void Strategies_carry_the_names_under_which_they_are_registered()
    {
        var catalog = new Catalog();
        var problems = new List<Problem>();
        Assert.All(catalog.Strategies.Parts, part => Assert.Equal(part.Name, catalog.Strategies.Resolve(Part.Of(part.Name), "$", problems)!.Name));
        Assert.All(catalog.Stages.Parts, part => Assert.Equal(part.Name, Resolve(catalog.Stages, part).Name));
        Assert.All(catalog.Aggregators.Parts, part => Assert.Equal(part.Name, Resolve(catalog.Aggregators, part).Name));
        Assert.Empty(problems);

        T Resolve<T>(Registry<T> registry, RegisteredPart part) where T : class =>
            registry.Resolve(Part.Of(part.Name, part.Defaults.Select(option => KeyValuePair.Create(option.Key, option.Value?.DeepClone()))), "$", problems)!;
    }

    [Fact]
    public void Other_libraries_put_in_their_names()
    {
        Catalog catalog = new Catalog().Put("$.model", new Registry<IAggregator>("model").Add("mean", "A model.", CoreJson.Default.Mean, new Mean()));
        var problems = new List<Problem>();
        JobReader.Read("""{ "name": "n", "data": { "use": "a" }, "partition": { "use": "b" }, "model": { "use": "meen" }, "rounds": 3 }""", catalog, problems);
        Assert.Equal("There is no model called 'meen'. Did you mean 'mean'? Known: 'mean'.", Assert.Single(problems).Message);
    }

    [Fact]
    public void Every_option_of_a_job_has_a_description_in_the_schema()
    {
        JsonObject schema = JobSchema.Of(new Catalog());
        Assert.Equal("https://json-schema.org/draft/2020-12/schema", (string?)schema["$schema"]);
        Describes(schema);

        static void Describes(JsonObject schema)
        {
            Assert.False((bool)schema["additionalProperties"]!);
            foreach ((string name, JsonNode? member) in schema["properties"]!.AsObject())
            {
                Assert.True(member!["description"] is not null, name);
                if (member["properties"] is not null) Describes(member.AsObject());
            }
        }
    }

    [Fact]
    public void The_schema_shows_defaults()
    {
        JsonNode options = JobSchema.Of(new Catalog())["properties"]!;
        Assert.Equal(1, (int)options["seed"]!["default"]!);
        Assert.Equal(32, (int)options["local"]!["properties"]!["batchSize"]!["default"]!);
        Assert.Null(options["rounds"]!["default"]);
    }
}
