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
    private const int Columns = 10;

    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        var model = new Argument<string>("MODEL")
        {
            Description = "A model.safetensors of a generator, the folder of a run, or one with a checkpoint of Hugging Face "
                + "(GPT-2 or Llama).",
        };
        var count = new Option<int?>("--count") { Description = "How many images, tokens of text, or rows.", HelpName = "N" };
        var text = new TextOptions();
        var table = new TableOptions();
        var label = new Option<string?>("--class")
        {
            Description = "The class of the images; else all classes in turn.",
            HelpName = "NAME",
        };
        var image = new ImageOptions();
        Option<ulong?> seed = CommonOptions.Seed();
        var output = new Option<string?>("--out")
        {
            Description = "The file to write: a PNG for images (else samples.png), text or CSV (else the terminal).",
            HelpName = "PATH",
        };
        var command = new Command("generate", "Draw samples from a trained generator: images as a PNG grid, text, or rows of a table.")
        {
            model, count, label, seed, output,
        };
        foreach (Option option in image.All.Concat(text.All).Concat(table.All)) command.Add(option);
        command.SetAction(parsed =>
        {
            var random = new RandomStream(parsed.GetValue(seed) ?? 1);
            if (parsed.GetValue(count) < 1)
                throw new ProblemException(ProblemCodes.OptionOutOfRange, "--count", "Nothing would be drawn. Ask for at least one.");
            _ = text.Sampler(parsed);
            var stored = StoredModel.Read(parsed.GetRequiredValue(model), text.Context(parsed), text.Adapter(parsed));
            ProcessorNotice.Print();
            switch (stored.Architecture)
            {
                case FlowTransformer or DpMerf:
                    string path = parsed.GetValue(output) ?? "samples.png";
                    int[] classes = Classes(stored.Data, parsed.GetValue(label), parsed.GetValue(count));
                    Model drawer = stored.Load(Evaluator.ChunkSize);
                    float[][] images = stored.Architecture is FlowTransformer generator
                        ? image.Sampler(parsed, generator).Sample((FlowModel)drawer, classes, random)
                        : ((IImageGenerator)drawer).Draw(classes, random);
                    File.WriteAllBytes(path, ImageSamples.Grid(images, stored.Data, Columns));
                    Console.WriteLine($"{classes.Length} images: {Path.GetFullPath(path)}");
                    break;
                case Gpt:
                    string written = text.Write(parsed, stored, parsed.GetValue(count), random);
                    if (parsed.GetValue(output) is { } textPath) File.WriteAllText(textPath, written);
                    else Console.WriteLine(written);
                    break;
                case ITableArchitecture:
                    table.Write(parsed, stored, parsed.GetValue(count), parsed.GetValue(output), random);
                    break;
                default:
                    throw new ProblemException(
                        ProblemCodes.WrongCommandLine, "MODEL",
                        $"A model of kind '{stored.Kind}' predicts and does not generate. " +
                        "Name a generator, such as one made with 'flow', 'gpt' or 'mst'.");
            }
            return ExitCode.Success;
        });
        return command;
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
}
