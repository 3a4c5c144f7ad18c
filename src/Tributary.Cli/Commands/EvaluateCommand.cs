using System.CommandLine;
using System.Text.Json.Nodes;
using Tributary.Core;
using Tributary.Models;
using Tributary.Tensors;
using Tributary.Training;

namespace Tributary.Cli;

/// <summary><c>evaluate MODEL</c>: the metrics of a trained model on test data.</summary>
internal static class EvaluateCommand
{
    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        var model = new Argument<string>("MODEL")
        {
            Description = "A model.safetensors, or a generated table: a .csv whose first line names the columns.",
        };
        Option<string?> data = CommonOptions.Data();
        var on = new Option<string?>("--on")
        {
            Description = "The data to measure on: the name of a set, or a job file whose data part is used; "
                + "else the data of the training.",
            HelpName = "SET",
        };
        var gate = new Option<double?>("--gate")
        {
            Description = "Of a generated table: fail where a membership attack has a larger AUC than this, such as 0.55. "
                + "Of a language model: fail where a larger share of what it writes is copied from its training, such as 0.01.",
            HelpName = "BOUND",
        };
        var exposure = new Option<double?>("--exposure")
        {
            Description = "Of a language model whose training had canaries: fail where their mean exposure is above this, in bits, "
                + "such as 3.",
            HelpName = "BITS",
        };
        var copies = new Option<bool>("--copies")
        {
            Description = "Of a language model: let it write, and measure what of that its training text has; --gate and --exposure do "
                + "so too.",
        };
        Option<int> threads = CommonOptions.Threads();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("evaluate",
            "Measure a trained model on the test part of a data set, or on all of it where it has none; or a generated table beside real "
                + "rows.")
        {
            model, data, on, gate, exposure, copies, threads, json,
        };
        command.SetAction(parsed =>
        {
            var loader = new JobLoader(parsed.GetValue(data));
            if (parsed.GetRequiredValue(model).EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
                return Table(loader, parsed.GetRequiredValue(model), parsed.GetValue(on), parsed.GetValue(gate), parsed.GetValue(threads),
                    parsed.GetValue(json));
            (ModelFile file, IArchitecture architecture) = ModelFile.Read(parsed.GetRequiredValue(model), loader.Catalog.Models);
            var bounds = new TextBounds(parsed.GetValue(gate), parsed.GetValue(exposure));
            if (parsed.GetValue(copies) || bounds != default)
                return Text(loader, file, architecture, parsed.GetValue(on), bounds, parsed.GetValue(threads), parsed.GetValue(json));
            (string part, Dataset examples) = Load(loader, file, architecture, parsed.GetValue(on));
            DataShape shape = DataShape.Of(examples, file.Data.Normalize);
            if (!shape.Fits(file.Data))
                throw new ProblemException(
                    ProblemCodes.DataProblem, "--on",
                    "The data does not have the features, classes or characters that the model was trained on. " +
                    "Name data of the same kind.");
            ProcessorNotice.Print();
            var models = new Pool<Model>(() => Build(file, architecture));
            var evaluator = new Evaluator(models, parsed.GetValue(threads));
            IReadOnlyDictionary<string, double> metrics = evaluator.Evaluate(file.Parameters, examples);
            if (parsed.GetValue(json))
                Console.WriteLine(new JsonObject(
                [
                    .. metrics.Select(metric => KeyValuePair.Create(metric.Key, (JsonNode?)metric.Value)),
                    KeyValuePair.Create("part", (JsonNode?)part),
                ]).ToJsonString());
            else
            {
                Console.WriteLine($"Measured on {part}:");
                foreach ((string name, double value) in metrics) Console.WriteLine($"  {name,-12} {value:0.0000}");
            }
            return ExitCode.Success;
        });
        return command;
    }

    private static int Table(JobLoader loader, string path, string? on, double? gate, int threads, bool json)
    {
        if (gate is not (null or >= 0 and <= 1))
            throw new ProblemException(ProblemCodes.OptionOutOfRange, "--gate",
                $"{gate} is no area under a curve. Give a number from 0.5, a guess, to 1, such as 0.55.");
        ProcessorNotice.Print();
        try
        {
            return TableEvaluation.Run(loader, path, on, gate, threads, json);
        }
        catch (DataException e)
        {
            throw new ProblemException(ProblemCodes.DataProblem, "TABLE", e.Message);
        }
    }

    private static int Text(
        JobLoader loader, ModelFile file, IArchitecture architecture, string? on, TextBounds bounds, int threads, bool json)
    {
        if (architecture is not Gpt gpt)
            throw new ProblemException(ProblemCodes.WrongCommandLine, "--gate",
                "What is measured is a generated table or what a language model writes, and this is neither. "
                + "Of a generator of tables, draw rows with 'generate' and evaluate those.");
        if (bounds.Copied is not (null or >= 0 and <= 1))
            throw new ProblemException(ProblemCodes.OptionOutOfRange, "--gate",
                $"{bounds.Copied} is no share of a text. Give a number from 0 to 1, such as 0.01.");
        if (bounds.Exposure is < 0)
            throw new ProblemException(ProblemCodes.OptionOutOfRange, "--exposure",
                $"An exposure is never below 0, and {bounds.Exposure} could not pass. Give a number such as 3.");
        ProcessorNotice.Print();
        return TextEvaluation.Run(loader, file, gpt, on, bounds, threads, json);
    }

    private static Model Build(ModelFile file, IArchitecture architecture)
    {
        Model model = architecture.Build(file.Data, Evaluator.ChunkSize, new RandomStream(0));
        model.Plan(forTraining: false);
        return model;
    }

    private static (string Part, Dataset Examples) Load(JobLoader loader, ModelFile file, IArchitecture architecture, string? on)
    {
        Part source = on switch
        {
            null => file.Source ?? throw new ProblemException(ProblemCodes.WrongCommandLine, "--on",
                "The model does not say where its data is. Name a set, or a job file whose data part is used."),
            _ when on.EndsWith(".json", StringComparison.OrdinalIgnoreCase) => loader.Read(JobText.Read(on)).Data,
            _ => Part.Of(on),
        };
        var problems = new List<Problem>();
        IDataSource data = loader.Catalog.Data.Resolve(source, "--on", problems) ?? throw new ProblemException(problems);
        try
        {
            DataSplit split = architecture is ITableArchitecture ? data.LoadRows(loader.Folder)
                : (file.Data.VocabularySize > 0 ? data.With(file.Data.Tokenizer()) : data).Load(loader.Folder);
            return split.Test is null ? ("all examples, those of the training among them", split.Train) : ("the test part", split.Test);
        }
        catch (DataException e)
        {
            throw new ProblemException(ProblemCodes.DataProblem, "--on", e.Message);
        }
    }
}
