using System.CommandLine;
using Tributary.Core;
using Tributary.Models;
using Tributary.Simulation;
using Tributary.Tensors;
using Tributary.Training;

namespace Tributary.Cli;

/// <summary><c>generate MODEL</c>: samples from a trained generator.</summary>
internal static class GenerateCommand
{
    private const int UsualTokens = 500, Columns = 10;

    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        var model = new Argument<string>("MODEL") { Description = "A model.safetensors of a generator." };
        var count = new Option<int?>("--count") { Description = "How many images, or how many tokens of text.", HelpName = "N" };
        var prompt = new Option<string?>("--prompt") { Description = "What text begins with.", HelpName = "TEXT" };
        var label = new Option<string?>("--class")
        {
            Description = "The class of the images; else all classes in turn.",
            HelpName = "NAME",
        };
        var temperature = new Option<double>("--temperature")
        {
            Description = "Below 1, likelier text.",
            HelpName = "T",
            DefaultValueFactory = _ => 0.8,
        };
        var guidance = new Option<double>("--guidance")
        {
            Description = "Above 1, more typical images.",
            HelpName = "G",
            DefaultValueFactory = _ => 2,
        };
        Option<ulong?> seed = CommonOptions.Seed();
        var output = new Option<string?>("--out")
        {
            Description = "The file to write: a PNG for images (else samples.png), text (else the terminal).",
            HelpName = "PATH",
        };
        var command = new Command("generate", "Draw samples from a trained generator: images as a PNG grid, or text.")
        {
            model, count, prompt, label, temperature, guidance, seed, output,
        };
        command.SetAction(parsed =>
        {
            (ModelFile file, IArchitecture architecture) = ModelFile.Read(parsed.GetRequiredValue(model), new TrainingCatalog().Models);
            var random = new RandomStream(parsed.GetValue(seed) ?? 1);
            if (parsed.GetValue(count) < 1)
                throw new ProblemException(ProblemCodes.OptionOutOfRange, "--count", "Nothing would be drawn. Ask for at least one.");
            if (parsed.GetValue(temperature) is not (> 0 and < double.PositiveInfinity))
                throw new ProblemException(
                    ProblemCodes.OptionOutOfRange, "--temperature", "Text needs a temperature above 0. Give a number such as 0.8.");
            ProcessorNotice.Print();
            switch (architecture)
            {
                case FlowTransformer:
                    string path = parsed.GetValue(output) ?? "samples.png";
                    int[] classes = Classes(file.Data, parsed.GetValue(label), parsed.GetValue(count));
                    WriteImages(Load(file, architecture, Evaluator.ChunkSize), classes, file.Data, parsed.GetValue(guidance), random, path);
                    Console.WriteLine($"{classes.Length} images: {Path.GetFullPath(path)}");
                    break;
                case Gpt:
                    string text = Write(
                        Load(file, architecture, 1), file.Data, parsed.GetValue(prompt), parsed.GetValue(count) ?? UsualTokens,
                        parsed.GetValue(temperature), random);
                    if (parsed.GetValue(output) is { } textPath) File.WriteAllText(textPath, text);
                    else Console.WriteLine(text);
                    break;
                default:
                    throw new ProblemException(
                        ProblemCodes.WrongCommandLine, "MODEL",
                        $"A model of kind '{file.Model.Use}' predicts and does not generate. " +
                        "Name a generator, such as one trained with 'flow' or 'gpt'.");
            }
            return ExitCode.Success;
        });
        return command;
    }

    private static Model Load(ModelFile file, IArchitecture architecture, int capacity)
    {
        Model model = architecture.Build(file.Data, capacity, new RandomStream(0));
        model.Parameters.Load(file.Parameters);
        model.Plan(forTraining: false);
        return model;
    }

    private static int[] Classes(DataShape data, string? name, int? count)
    {
        string[] names = [.. data.ClassNames ?? [.. Enumerable.Range(0, data.Classes).Select(i => i.ToString())]];
        if (name is null)
            return [.. Enumerable.Range(0, count ?? Columns * data.Classes).Select(i => count is null ? i / Columns : i % data.Classes)];
        int found = Array.IndexOf(names, name);
        if (found < 0)
            throw new ProblemException(
                ProblemCodes.OptionOutOfRange, "--class", $"The model knows no class '{name}'. It knows {string.Join(", ", names)}.");
        return [.. Enumerable.Repeat(found, count ?? Columns)];
    }

    private static void WriteImages(Model model, int[] classes, DataShape data, double guidance, RandomStream random, string path)
    {
        float[][] images = new FlowSampler { Guidance = guidance }.Sample((FlowModel)model, classes, random);
        File.WriteAllBytes(path, ImageSamples.Grid(images, data, Columns));
    }

    private static string Write(Model model, DataShape data, string? prompt, int count, double temperature, RandomStream random)
    {
        ITokenizer tokenizer = data.Tokenizer();
        try
        {
            int[] start = prompt is { Length: > 0 } ? tokenizer.Encode(prompt) : TextSamples.Start(tokenizer);
            int[] drawn = new TextSampler { Temperature = temperature }.Sample((LanguageModel)model, start, count, random);
            return prompt + tokenizer.Decode(drawn);
        }
        catch (DataException e)
        {
            throw new ProblemException(ProblemCodes.OptionOutOfRange, "--prompt", e.Message);
        }
    }
}
