using System.Text.Json;
using Tributary.Core;
using Tributary.Models;
using Tributary.Models.Tests;
using Tributary.Tensors;
using Tributary.Tests;

namespace Tributary.Training.Tests;

/// <summary>Jobs that begin with a checkpoint of another program, or with an adapter.</summary>
public sealed class ModelStartTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TrainingCatalog _catalog = new();
    private readonly List<Problem> _problems = [];
    private readonly TextData _text = SmallData.Letters(12);
    private readonly Gpt _gpt = new() { Layers = 1, Heads = 2, Width = 8, Context = 6 };

    public void Dispose() => _folder.Dispose();

    private ParameterSet Checkpoint(string name = "base")
    {
        ParameterSet parameters = SmallData.Build(_gpt, _text, 1).Parameters.ToSet();
        HuggingFaceExport.Write(Path.Combine(_folder.Path, name), _gpt, parameters, DataShape.Of(_text));
        return parameters;
    }

    private ModelStart? Find(string options)
    {
        string folder = _folder.Path.Replace("\\", "/", StringComparison.Ordinal);
        Part model = JsonSerializer.Deserialize($$"""{ "use": "gpt"{{options.Replace("@", folder, StringComparison.Ordinal)}} }""", CoreJson.Default.Part)!;
        var job = new JobSpec { Name = "test", Data = Part.Of("text"), Partition = Part.Of("iid"), Model = model, Rounds = 1 };
        return ModelStart.Find(job, _catalog.Models, _problems);
    }

    [Fact]
    public void A_checkpoint_gives_the_layout_and_the_first_values_and_its_path_does_not_travel()
    {
        ParameterSet expected = Checkpoint();
        ModelStart start = Find(", \"from\": \"@/base\", \"dropout\": 0.5")!;
        Assert.Empty(_problems);
        Assert.DoesNotContain("base", start.Job.Model.ToString(), StringComparison.Ordinal);
        Assert.Equal(_gpt with { Vocabulary = 12, Hidden = 32, Dropout = 0.5 }, start.Architecture);
        Assert.Equal(start.Architecture, _catalog.Models.Resolve(start.Job.Model, "$.model", _problems));
        Model model = start.Architecture.Build(DataShape.Of(_text), 1, new RandomStream(9));
        Assert.Equal(expected.Values, start.InitialOf(model, DataShape.Of(_text)).Values);
    }

    [Fact]
    public void A_shorter_context_takes_the_first_positions_and_an_adapter_stands_beside()
    {
        ParameterSet expected = Checkpoint();
        ModelStart start = Find(", \"from\": \"@/base\", \"context\": 4, \"adapter\": { \"use\": \"lora\", \"rank\": 2 }")!;
        Assert.Empty(_problems);
        Assert.Equal(new LoraAdapter { Rank = 2 }, ((Gpt)start.Architecture).Adapter);
        Model model = start.Architecture.Build(DataShape.Of(_text), 1, new RandomStream(9));
        ParameterSet initial = start.InitialOf(model, DataShape.Of(_text));
        Assert.Equal(expected["wpe.weight"][..(4 * 8)], initial["wpe.weight"]);
        Assert.Equal(2 * (8 + 24), initial.Layout.TrainableLength);
        Assert.True(initial["h.0.attn.c_attn.lora_A"].ContainsAnyExcept(0));
        Assert.False(initial["h.0.attn.c_attn.lora_B"].ContainsAnyExcept(0));
    }

    [Fact]
    public void An_adapter_of_PEFT_is_where_training_goes_on()
    {
        Checkpoint();
        ModelStart first = Find(", \"from\": \"@/base\", \"adapter\": { \"use\": \"lora\", \"rank\": 3, \"alpha\": 7 }")!;
        Model model = first.Architecture.Build(DataShape.Of(_text), 1, new RandomStream(9));
        ParameterSet trained = first.InitialOf(model, DataShape.Of(_text));
        new RandomStream(3).FillNormal(trained.Trainable);
        PeftAdapter.Write(Path.Combine(_folder.Path, "adapter"), (Gpt)first.Architecture, trained, "base");

        ModelStart again = Find(", \"from\": \"@/base\", \"adapter\": { \"use\": \"lora\", \"from\": \"@/adapter\" }")!;
        Assert.Empty(_problems);
        LoraAdapter adapter = ((Gpt)again.Architecture).Adapter!;
        Assert.Equal((3, 7, null), (adapter.Rank, adapter.Alpha, adapter.From));
        Assert.Equal(["c_attn"], adapter.Targets);
        Assert.Equal(trained.Values, again.InitialOf(model, DataShape.Of(_text)).Values);
    }

    [Fact]
    public void Text_of_other_characters_than_those_of_the_checkpoint_is_refused()
    {
        Checkpoint();
        ModelStart start = Find(", \"from\": \"@/base\"")!;
        DataShape other = DataShape.Of(SmallData.Text("0123456789ab"));
        Model model = start.Architecture.Build(other, 1, new RandomStream(1));
        Assert.Contains("other tokens", Assert.Throws<DataException>(() => start.InitialOf(model, other)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(", \"from\": \"@/base\", \"layers\": 1", ProblemCodes.OptionOutOfRange, "$.model.layers")]
    [InlineData(", \"from\": \"@/base\", \"context\": 7", ProblemCodes.OptionOutOfRange, "$.model.context")]
    [InlineData(", \"from\": \"@/nowhere\"", ProblemCodes.CheckpointBroken, "$.model.from")]
    [InlineData(", \"from\": \"@/base\", \"adapter\": { \"use\": \"lora\", \"from\": \"@/nowhere\" }", ProblemCodes.CheckpointBroken, "$.model.adapter.from")]
    [InlineData(", \"adapter\": { \"use\": \"lora\", \"rank\": 0 }", ProblemCodes.OptionOutOfRange, "$.model.adapter.rank")]
    [InlineData(", \"adapter\": { \"use\": \"ia3\" }", ProblemCodes.OptionOutOfRange, "$.model.adapter.use")]
    [InlineData(", \"adapter\": { \"use\": \"lora\", \"orders\": 1 }", ProblemCodes.UnknownOption, "$.model.adapter.orders")]
    [InlineData(", \"rotaryBase\": 1", ProblemCodes.OptionOutOfRange, "$.model.rotaryBase")]
    [InlineData(", \"positions\": \"none\"", ProblemCodes.WrongKindOfValue, "$.model.positions")]
    public void What_cannot_be_is_a_problem_at_its_place(string options, string code, string path)
    {
        Checkpoint();
        Assert.Null(Find(options));
        Problem problem = Assert.Single(_problems);
        Assert.Equal((code, path), (problem.Code, problem.Path));
    }
}
