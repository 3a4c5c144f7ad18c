using System.CommandLine;
using Tributary.Core;
using Tributary.Models;
using Tributary.Tensors;

namespace Tributary.Cli;

/// <summary><c>export MODEL</c>: a language model in the form of other programs.</summary>
internal static class ExportCommand
{
    private const string HuggingFace = "hugging-face", Gguf = "gguf", Peft = "peft";

    private static readonly Dictionary<string, WeightFormat> _formats = new(StringComparer.Ordinal)
    {
        ["f32"] = WeightFormat.F32,
        ["f16"] = WeightFormat.F16,
        ["bf16"] = WeightFormat.BF16,
        ["q8_0"] = WeightFormat.Q8,
    };

    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        var model = new Argument<string>("MODEL")
        {
            Description = "A model.safetensors of a 'gpt', or a folder with a checkpoint of Hugging Face.",
        };
        var format = new Option<string>("--format")
        {
            Description = $"{HuggingFace}: a folder with config.json and model.safetensors; {Gguf}: a file for llama.cpp; "
                + $"{Peft}: a folder with the adapter alone. The others add an adapter to the weights.",
            HelpName = "NAME",
            DefaultValueFactory = _ => HuggingFace,
        };
        var type = new Option<string?>("--type")
        {
            Description = $"How numbers are stored: f32, f16 or bf16, and q8_0 in {Gguf}; else f32, in {Gguf} f16.",
            HelpName = "TYPE",
        };
        var network = new Option<string>("--base")
        {
            Description = $"With {Peft}, where PEFT finds the network that the adapter belongs to.",
            HelpName = "NAME",
            DefaultValueFactory = _ => "",
        };
        var output = new Option<string>("--out") { Description = "The folder or the file to write.", HelpName = "PATH", Required = true };
        var command = new Command("export", "Write a language model in the form that Hugging Face's programs or llama.cpp read.")
        {
            model, format, type, network, output,
        };
        command.SetAction(parsed =>
        {
            string form = parsed.GetRequiredValue(format), path = Path.GetFullPath(parsed.GetRequiredValue(output));
            WeightFormat stored = Type(form, parsed.GetValue(type));
            var source = StoredModel.Read(parsed.GetRequiredValue(model), context: 0);
            if (source.Architecture is not Gpt)
                throw new ProblemException(
                    ProblemCodes.NotExportable, "MODEL",
                    $"A model of kind '{source.Kind}' is none that other programs know. Name one trained with 'gpt'.");
            if (form == Peft)
            {
                PeftAdapter.Write(path, (Gpt)source.Architecture, source.Parameters, parsed.GetRequiredValue(network));
                Console.WriteLine($"{source.Parameters.Layout.TrainableLength:N0} parameters: {path}");
                return ExitCode.Success;
            }
            (Gpt gpt, ParameterSet parameters) = LoraMerge.Apply((Gpt)source.Architecture, source.Parameters, source.Data);
            if (form == HuggingFace) HuggingFaceExport.Write(path, gpt, parameters, source.Data, stored);
            else GgufExport.Write(path, Path.GetFileNameWithoutExtension(path), gpt, parameters, source.Data, stored);
            Console.WriteLine($"{parameters.Layout.Length:N0} parameters: {path}");
            return ExitCode.Success;
        });
        return command;
    }

    private static WeightFormat Type(string form, string? type)
    {
        if (form is not (HuggingFace or Gguf or Peft))
            throw new ProblemException(
                ProblemCodes.OptionOutOfRange, "--format", $"There is no format '{form}'. There are {HuggingFace}, {Gguf} and {Peft}.");
        string[] possible = form switch
        {
            Peft => ["f32"],
            Gguf => ["f16", "f32", "bf16", "q8_0"],
            _ => ["f32", "f16", "bf16"],
        };
        type ??= possible[0];
        if (!possible.Contains(type))
            throw new ProblemException(
                ProblemCodes.OptionOutOfRange, "--type",
                $"'{form}' does not store numbers as '{type}'. Use {string.Join(" or ", possible)}.");
        return _formats[type];
    }
}
