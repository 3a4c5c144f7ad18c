using System.Text.Json;
using Tributary.Core;
using Tributary.Models;
using Tributary.Models.Tests;
using Tributary.Tensors;
using Tributary.Tests;

namespace Tributary.Training.Tests;

public sealed class ModelFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TrainingCatalog _catalog = new();

    private string Path => System.IO.Path.Combine(_folder.Path, "model.safetensors");

    public void Dispose() => _folder.Dispose();

    private static Part Parse(string part) => JsonSerializer.Deserialize(part, CoreJson.Default.Part)!;

    private string Refusal() => Assert.Throws<SafetensorsException>(() => ModelFile.Read(Path, _catalog.Models)).Message;

    private void Write(string model, string data, string tensor = "linear.bias", int length = 2) => SafetensorsWriter.WriteFile(
        Path, [SafetensorsEntry.Of<float>(tensor, new float[length], length), SafetensorsEntry.Of<float>("linear.weight", new float[6], 3, 2)],
        new Dictionary<string, string> { ["tributary.model"] = model, ["tributary.source"] = "{ \"use\": \"digits\" }", ["tributary.data"] = data });

    public static TheoryData<string, string> Models => new()
    {
        { "logistic", """{ "use": "logistic" }""" },
        { "mlp", """{ "use": "mlp", "hidden": [5, 3] }""" },
        { "cnn", """{ "use": "cnn", "channels": [2], "kernel": 3, "hidden": 4 }""" },
        { "gpt", """{ "use": "gpt", "layers": 1, "heads": 1, "width": 8, "context": 4 }""" },
        { "flow", """{ "use": "flow", "layers": 1, "heads": 1, "width": 8 }""" },
        { "dp-merf", """{ "use": "dp-merf", "frequencies": 5, "hidden": [4] }""" },
    };

    [Theory]
    [MemberData(nameof(Models))]
    public void A_model_comes_back_as_it_was_written(string name, string json)
    {
        Part part = Parse(json);
        IArchitecture architecture = _catalog.Models.Resolve(part, "$.model", [])!;
        Dataset data = name == "dp-merf" ? SmallData.Images() : SmallModels.All[name].Data;
        DataShape shape = DataShape.Of(data, normalize: name == "logistic");
        ParameterSet parameters = architecture.Build(shape, 1, new RandomStream(7)).Parameters.ToSet();
        new ModelFile(part, Part.Of("digits"), shape, parameters).Write(Path);

        (ModelFile file, IArchitecture again) = ModelFile.Read(Path, _catalog.Models);
        Assert.Equal(part, file.Model);
        Assert.Equal(parameters.Layout, file.Parameters.Layout);
        Assert.Equal(parameters.Values.ToArray(), file.Parameters.Values.ToArray());
        Assert.Equal(parameters.Layout, again.Build(file.Data, 1, new RandomStream(1)).Parameters.Layout);
    }

    [Fact]
    public void The_same_model_gives_the_same_bytes()
    {
        ParameterSet parameters = SmallData.Build(new LogisticRegression(), SmallData.Rows(), 1).Parameters.ToSet();
        var file = new ModelFile(Part.Of("logistic"), Part.Of("csv"), DataShape.Of(SmallData.Rows()), parameters);
        file.Write(Path);
        byte[] first = File.ReadAllBytes(Path);
        file.Write(Path);
        Assert.Equal(first, File.ReadAllBytes(Path));
    }

    private const string Rows = """{ "features": [3], "classes": 2, "characters": "" }""";

    [Theory]
    [InlineData("""{ "use": "transformer" }""", Rows, "transformer")]
    [InlineData("""{ "use": "logistic", "deep": true }""", Rows, "deep")]
    [InlineData("""{ "use": "mlp", "hidden": [0] }""", Rows, "hidden")]
    [InlineData("""{ "use": "gpt" }""", Rows, "text")]
    [InlineData("""{ "use": "flow", "patch": 7 }""", """{ "features": [8, 8, 1], "classes": 2, "characters": "" }""", "tile")]
    [InlineData("""{ "use": "logistic" }""", """{ "features": [3], "classes": 1, "characters": "" }""", "two classes")]
    [InlineData("""{ "use": "logistic" }""", """{ "features": [-3], "classes": 2, "characters": "" }""", "extent")]
    [InlineData("logistic", Rows, "cannot be read")]
    [InlineData("null", Rows, "cannot be read")]
    [InlineData("""{ "use": "logistic" }""", "null", "cannot be read")]
    [InlineData("""{ "use": "logistic" }""", "{}", "cannot be read")]
    [InlineData("""{ "use": "logistic" }""", """{ "features": null, "characters": "" }""", "cannot be read")]
    [InlineData("""{ "use": "logistic" }""", """{ "features": [3], "colours": 2 }""", "cannot be read")]
    public void A_description_that_no_model_fits_is_refused(string model, string data, string word)
    {
        Write(model, data);
        Assert.Contains(word, Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_tensor_of_another_name_or_shape_is_refused()
    {
        Write("""{ "use": "logistic" }""", Rows, tensor: "linear.beta");
        Assert.Contains("linear.b", Refusal(), StringComparison.Ordinal);
        Write("""{ "use": "logistic" }""", Rows, length: 3);
        Assert.Contains("linear.bias", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Tensors_of_another_program_are_refused()
    {
        SafetensorsWriter.WriteFile(Path, [SafetensorsEntry.Of<float>("weight", new float[2], 2)]);
        Assert.Contains("does not say which model", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_and_a_truncated_file_are_refused()
    {
        Assert.Contains(Path, Refusal(), StringComparison.Ordinal);
        Write("""{ "use": "logistic" }""", Rows);
        byte[] whole = File.ReadAllBytes(Path);
        foreach (int length in new[] { 0, 4, 20, whole.Length - 1 })
        {
            File.WriteAllBytes(Path, whole[..length]);
            Assert.NotEmpty(Refusal());
        }
    }
}
