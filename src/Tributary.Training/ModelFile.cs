using System.Text.Json;
using Tributary.Core;
using Tributary.Models;
using Tributary.Tensors;

namespace Tributary.Training;

/// <summary>A trained model in one safetensors file: its parameters, and what is needed to build it again.</summary>
/// <param name="Model">The job's model part.</param>
/// <param name="Source">The job's data part, where it is a known set; a path of the trainer's own machine does not travel.</param>
/// <param name="Data">The shape of the data it was trained on.</param>
/// <param name="Parameters">Its tensors.</param>
public sealed record ModelFile(Part Model, Part? Source, DataShape Data, ParameterSet Parameters)
{
    private const string ModelKey = "tributary.model", SourceKey = "tributary.source", DataKey = "tributary.data",
        TokenizerKey = "tributary.tokenizer";

    /// <summary>Writes the file whole or not at all.</summary>
    /// <exception cref="SafetensorsException">The file cannot be written.</exception>
    public void Write(string path) => SafetensorsWriter.WriteFile(path, Parameters, Describe());

    /// <summary>The bytes that <see cref="Write"/> writes.</summary>
    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        SafetensorsWriter.Write(bytes, Parameters, Describe());
        return bytes.ToArray();
    }

    /// <summary>
    /// A data part as a model's file names it: one that is nothing but a name; paths of a machine are nobody else's business.
    /// </summary>
    /// <remarks>The tokenizer of a text does not count: the file holds it.</remarks>
    public static Part? SourceOf(Part data) =>
        data.Json.EnumerateObject().Count() == 1 ? data
        : data.Json.EnumerateObject().Count(member => member.Name != TokenizerCatalog.Member) == 1 ? Part.Of(data.Use)
        : null;

    /// <summary>Reads a file that <see cref="Write"/> made.</summary>
    /// <returns>The description, and the architecture it names.</returns>
    /// <exception cref="SafetensorsException">The file is missing, broken, or was made by another program.</exception>
    public static (ModelFile File, IArchitecture Architecture) Read(string path, Registry<IArchitecture> models) =>
        Read(SafetensorsReader.ReadFile(path), path, models);

    /// <summary>Reads what <see cref="Write"/> made, from memory.</summary>
    /// <param name="content">The file's bytes; the parameters are copied.</param>
    /// <param name="name">What it is called where something is wrong with it.</param>
    /// <param name="models">The models it may name.</param>
    /// <returns>The description, and the architecture it names.</returns>
    /// <exception cref="SafetensorsException">The file is broken, or was made by another program.</exception>
    public static (ModelFile File, IArchitecture Architecture) Read(
        ReadOnlyMemory<byte> content, string name, Registry<IArchitecture> models) =>
        Read(SafetensorsReader.Read(content), name, models);

    private static (ModelFile File, IArchitecture Architecture) Read(
        SafetensorsFile file, string path, Registry<IArchitecture> models)
    {
        if (!file.Metadata.TryGetValue(ModelKey, out string? modelText) || !file.Metadata.TryGetValue(DataKey, out string? dataText))
            throw new SafetensorsException(
                $"'{path}' holds tensors but does not say which model they belong to. Use a file that this program wrote.");
        try
        {
            Part part = ReadPart(modelText);
            Part? source = file.Metadata.TryGetValue(SourceKey, out string? sourceText) ? ReadPart(sourceText) : null;
            DataShape data =
                JsonSerializer.Deserialize(dataText, TrainingJson.Default.DataShape) ?? throw new JsonException("null is no data.");
            if (file.Metadata.TryGetValue(TokenizerKey, out string? tokenizer))
                data = data with { Bpe = BpeTokenizer.Parse(tokenizer, path) };
            var problems = new List<Problem>();
            IArchitecture? architecture = models.Resolve(part, "$.model", problems);
            if (architecture is null) throw new SafetensorsException($"'{path}': {problems[0].Message}");
            ParameterLayout layout = architecture.Build(data, 1, new RandomStream(0)).Parameters.Layout;
            return (new ModelFile(part, source, data, file.ToParameters(layout)), architecture);
        }
        catch (Exception e) when (e is DataException or TensorException)
        {
            throw new SafetensorsException($"'{path}' describes a model that cannot be: {e.Message}", e);
        }
        catch (JsonException e)
        {
            throw new SafetensorsException(
                $"'{path}' describes its model in a way that cannot be read. Train it again, or use the version that wrote it.", e);
        }
    }

    private Dictionary<string, string> Describe()
    {
        var metadata = new Dictionary<string, string>
        {
            [ModelKey] = Model.ToString(),
            [DataKey] = JsonSerializer.Serialize(Data, TrainingJson.Default.DataShape),
        };
        if (Data.Bpe is { } tokenizer) metadata[TokenizerKey] = tokenizer.ToJson();
        if (Source is not null) metadata[SourceKey] = Source.ToString();
        return metadata;
    }

    private static Part ReadPart(string json) =>
        JsonSerializer.Deserialize(json, CoreJson.Default.Part) ?? throw new JsonException("null is no part.");
}
