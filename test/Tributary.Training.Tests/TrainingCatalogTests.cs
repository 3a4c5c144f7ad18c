using System.Text.Json.Nodes;
using Tributary.Core;
using Tributary.Models;

namespace Tributary.Training.Tests;

public sealed class TrainingCatalogTests
{
    private readonly TrainingCatalog _catalog = new();

    [Fact]
    public void Knows_every_named_set_and_every_kind_of_file()
    {
        Assert.Equal(
            DataFolder.Shipped.Concat(DataFolder.Known).Concat(["csv", "idx", "table", "text"]).Order(StringComparer.Ordinal),
            _catalog.Data.Parts.Select(part => part.Name));
    }

    [Fact]
    public void Every_model_can_be_named_without_options()
    {
        foreach (RegisteredPart part in _catalog.Models.Parts)
        {
            var problems = new List<Problem>();
            Assert.NotNull(_catalog.Models.Resolve(Part.Of(part.Name), "$.model", problems));
            Assert.Empty(problems);
        }
    }

    [Fact]
    public void A_models_defaults_are_those_of_its_type()
    {
        Assert.Equal(new Gpt(), _catalog.Models.Resolve(Part.Of("gpt"), "$.model", []));
        Assert.Equal(new FlowTransformer(), _catalog.Models.Resolve(Part.Of("flow"), "$.model", []));
        Assert.Equal([200, 200], Assert.IsType<Mlp>(_catalog.Models.Resolve(Part.Of("mlp"), "$.model", [])).Hidden);
    }

    [Theory]
    [InlineData("gpt", "layers", 0)]
    [InlineData("gpt", "dropout", 1)]
    [InlineData("flow", "patch", -2)]
    [InlineData("flow", "hideClass", 2)]
    [InlineData("cnn", "kernel", 0)]
    public void An_impossible_option_of_a_model_is_a_problem_at_its_place(string model, string option, int value)
    {
        var problems = new List<Problem>();
        Assert.Null(_catalog.Models.Resolve(Part.Of(model, KeyValuePair.Create<string, JsonNode?>(option, value)), "$.model", problems));
        Problem problem = Assert.Single(problems);
        Assert.Equal((ProblemCodes.OptionOutOfRange, $"$.model.{option}"), (problem.Code, problem.Path));
    }
}
