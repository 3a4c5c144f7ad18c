using System.Text.Json;
using Tributary.Core;
using Tributary.Models;
using Tributary.Tensors;
using Tributary.Tests;

namespace Tributary.Training.Tests;

/// <summary>Texts with the tokenizer that a job names, and models that keep theirs.</summary>
public sealed class TokenizedTextTests : IDisposable
{
    private const string Text = "the end of the world is the end of the word. 😀 the end\n";

    private readonly TemporaryFolder _folder = new();
    private readonly TrainingCatalog _catalog = new();

    public TokenizedTextTests() => _folder.Write("t.txt", string.Concat(Enumerable.Repeat(Text, 9)) + "zzzz zzzz zzzz zzzz zzzz zzzz zzzz zzzz zzzz zzzz zz");

    public void Dispose() => _folder.Dispose();

    private static Part Parse(string part) => JsonSerializer.Deserialize(part, CoreJson.Default.Part)!;

    private (IDataSource? Source, List<Problem> Problems) Find(string options, string use = "text", string path = "\"path\": \"~/t.txt\",")
    {
        string json = $"{{ \"use\": \"{use}\", {path} {options} }}".Replace("~", _folder.Path, StringComparison.Ordinal);
        var problems = new List<Problem>();
        return (_catalog.Data.Resolve(Parse(json), "$.data", problems), problems);
    }

    private (TextData Train, TextData Test) Load(string options)
    {
        (IDataSource? source, List<Problem> problems) = Find(options);
        Assert.Empty(problems);
        DataSplit split = source!.Load(new DataFolder(""));
        return ((TextData)split.Train, (TextData)split.Test!);
    }

    private static string TextOf(TextData data) => data.Tokenizer.Decode(data.Tokens);

    [Fact]
    public void Every_tokenizer_cuts_the_same_text_at_the_same_place()
    {
        (TextData train, TextData test) = Load("\"validation\": 0.1");
        (TextData bpeTrain, TextData bpeTest) = Load("\"validation\": 0.1, \"tokenizer\": { \"use\": \"bpe\", \"size\": 280 }");
        Assert.Equal(TextOf(train), TextOf(bpeTrain));
        Assert.Equal(TextOf(test), TextOf(bpeTest));
        Assert.Equal(train.ByteCount, bpeTrain.ByteCount);
        Assert.True(bpeTrain.TokenCount < train.TokenCount / 2);
        Assert.Equal(TextOf(train), TextOf(Load("\"tokenizer\": { \"use\": \"characters\" }").Train));
        Assert.Equal(256, Load("\"tokenizer\": { \"use\": \"bytes\" }").Train.Tokenizer.VocabularySize);
    }

    [Fact]
    public void Tokens_are_learnt_from_the_training_part_alone()
    {
        var tokenizer = (BpeTokenizer)Load("\"tokenizer\": { \"use\": \"bpe\", \"size\": 300 }").Train.Tokenizer;
        Assert.Equal(2, tokenizer.Encode("zz").Length);
        Assert.Single(tokenizer.Encode(" the"));
    }

    [Fact]
    public void A_tokenizer_is_read_from_a_file_and_a_site_has_it_in_its_folder()
    {
        BpeTokenizer tokenizer = BpeTrainer.Train([Text], 270);
        _folder.Write("tok/tokenizer.json", tokenizer.ToJson());
        string name = Path.Combine(_folder.Path, "tok").Replace("\\", "/", StringComparison.Ordinal);
        Assert.Equal(tokenizer.ToJson(), ((BpeTokenizer)Load($"\"tokenizer\": {{ \"use\": \"file\", \"path\": \"{name}\" }}").Train.Tokenizer).ToJson());

        (IDataSource? source, _) = Find("\"tokenizer\": { \"use\": \"file\", \"path\": \"tok\" }", path: "\"path\": \"t.txt\",");
        var there = (TextData)source!.In(_folder.Path).Load(new DataFolder("")).Train;
        Assert.Equal(tokenizer.ToJson(), ((BpeTokenizer)there.Tokenizer).ToJson());
    }

    [Fact]
    public void Another_tokenizer_takes_the_place_of_the_one_that_is_named()
    {
        BpeTokenizer tokenizer = BpeTrainer.Train([Text], 270);
        var data = (TextData)Find("\"by\": \"file\"").Source!.With(tokenizer).Load(new DataFolder("")).Train;
        Assert.Same(tokenizer, data.Tokenizer);
        Assert.True(((IDataSource)new NamedSource("digits")).With(tokenizer) is NamedSource);
    }

    [Theory]
    [InlineData("\"tokenizer\": { \"use\": \"bpe\" }", ProblemCodes.MissingOption, "$.data.tokenizer.size")]
    [InlineData("\"tokenizer\": { \"use\": \"bpe\", \"size\": 255 }", ProblemCodes.OptionOutOfRange, "$.data.tokenizer.size")]
    [InlineData("\"tokenizer\": { \"use\": \"wordpiece\" }", ProblemCodes.UnknownPart, "$.data.tokenizer.use")]
    [InlineData("\"tokenizer\": { \"use\": \"bytes\", \"size\": 3 }", ProblemCodes.UnknownOption, "$.data.tokenizer.size")]
    [InlineData("\"tokenizer\": { \"use\": \"bytes\" }, \"bytes\": true", ProblemCodes.OptionOutOfRange, "$.data.bytes")]
    public void Says_what_is_wrong_with_a_tokenizer(string options, string code, string path)
    {
        (IDataSource? source, List<Problem> problems) = Find(options);
        Assert.Null(source);
        Assert.Equal((code, path), (Assert.Single(problems).Code, problems[0].Path));
    }

    [Fact]
    public void Only_what_is_learnt_from_the_text_is_learnt_from_the_text()
    {
        Assert.True(Find("\"tokenizer\": { \"use\": \"bpe\", \"size\": 280 }").Source!.LearnsTokens);
        Assert.True(Find("\"tokenizer\": { \"use\": \"bpe\", \"size\": 280 }", "tiny-shakespeare", "").Source!.LearnsTokens);
        Assert.False(Find("\"tokenizer\": { \"use\": \"file\", \"path\": \"t\" }").Source!.LearnsTokens);
        Assert.False(Find("\"by\": \"file\"").Source!.LearnsTokens);
    }

    [Fact]
    public void A_models_file_keeps_its_tokenizer()
    {
        TextData data = Load("\"tokenizer\": { \"use\": \"bpe\", \"size\": 280 }").Train;
        DataShape shape = DataShape.Of(data);
        Part part = Parse("""{ "use": "gpt", "layers": 1, "heads": 1, "width": 8, "context": 4 }""");
        IArchitecture architecture = _catalog.Models.Resolve(part, "$.model", [])!;
        ParameterSet parameters = architecture.Build(shape, 1, new RandomStream(7)).Parameters.ToSet();
        string path = Path.Combine(_folder.Path, "model.safetensors");
        Part? source = ModelFile.SourceOf(Parse("""{ "use": "tiny-shakespeare", "tokenizer": { "use": "bpe", "size": 280 } }"""));
        new ModelFile(part, source, shape, parameters).Write(path);

        ModelFile file = ModelFile.Read(path, _catalog.Models).File;
        Assert.Equal(Part.Of("tiny-shakespeare"), file.Source);
        Assert.Equal(((BpeTokenizer)data.Tokenizer).ToJson(), file.Data.Bpe!.ToJson());
        Assert.Equal(data.Tokens.ToArray()[..20], file.Data.Tokenizer().Encode(TextOf(data))[..20]);
        Assert.True(file.Data.Fits(shape));
        Assert.False(file.Data.Fits(shape with { Bpe = BpeTrainer.Train(["other other"], 280) }));
    }

    [Fact]
    public void A_file_with_a_broken_tokenizer_is_refused()
    {
        var shape = new DataShape { Features = [], VocabularySize = 4, Characters = "" };
        Part part = Parse("""{ "use": "gpt", "layers": 1, "heads": 1, "width": 8, "context": 4 }""");
        ParameterSet parameters = _catalog.Models.Resolve(part, "$.model", [])!.Build(shape, 1, new RandomStream(7)).Parameters.ToSet();
        string path = Path.Combine(_folder.Path, "model.safetensors");
        SafetensorsWriter.WriteFile(path, parameters, new Dictionary<string, string>
        {
            ["tributary.model"] = part.ToString(),
            ["tributary.data"] = JsonSerializer.Serialize(shape, TrainingJson.Default.DataShape),
            ["tributary.tokenizer"] = "{ \"model\": 1 }",
        });
        Assert.Contains("an object", Assert.Throws<SafetensorsException>(() => ModelFile.Read(path, _catalog.Models)).Message, StringComparison.Ordinal);
    }
}
