using System.CommandLine;
using System.Text.Json.Nodes;
using Tributary.Core;
using Tributary.Models;
using Tributary.Simulation;
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
        Option<double?> gate = TableGate.AucOption(), risk = TableGate.RiskOption();
        gate.Description += " Of a generator of images: fail where more of them than this, such as 0.2, are nearer to the training than "
            + "chance has it. Of a language model: fail where a larger share of what it writes is copied from its training, such as 0.01.";
        gate.HelpName = "BOUND";
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
        var count = new Option<int?>("--count")
        {
            Description = $"Of a generator of images: draw and measure so many; with --gate {ImageEvaluation.UsualCount:N0} if not given.",
            HelpName = "N",
        };
        var image = new ImageOptions();
        Option<int> threads = CommonOptions.Threads();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("evaluate",
            "Measure a trained model on the test part of a data set, or on all of it where it has none; or a generated table beside real "
                + "rows.")
        {
            model, data, on, gate, risk, exposure, copies, count, threads, json,
        };
        foreach (Option option in image.All) command.Add(option);
        command.SetAction(parsed =>
        {
            var loader = new JobLoader(parsed.GetValue(data));
            if (parsed.GetRequiredValue(model).EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
                return Table(loader, parsed.GetRequiredValue(model), parsed.GetValue(on),
                    TableGate.Of(parsed.GetValue(gate), parsed.GetValue(risk)), parsed.GetValue(threads), parsed.GetValue(json));
            if (parsed.GetValue(risk) is not null)
                throw new ProblemException(ProblemCodes.WrongCommandLine, "--gate-risk",
                    "This is for a generated table, and this is a model. Draw rows with 'generate', and evaluate those.");
            (ModelFile file, IArchitecture architecture) = ModelFile.Read(parsed.GetRequiredValue(model), loader.Catalog.Models);
            (double? bound, int? pictures) = (parsed.GetValue(gate), parsed.GetValue(count));
            var text = new TextBounds(bound, parsed.GetValue(exposure));
            if (architecture is Gpt gpt && (parsed.GetValue(copies) || text != default))
                return Text(loader, file, gpt, parsed.GetValue(on), text, parsed.GetValue(threads), parsed.GetValue(json));
            if (parsed.GetValue(copies) || text.Exposure is not null)
                throw new ProblemException(ProblemCodes.WrongCommandLine, text.Exposure is null ? "--copies" : "--exposure",
                    "This is for what a language model writes, and the model is none. Leave it out.");
            FlowSampler? sampler = null;
            if (bound is not null || pictures is not null) sampler = Sampler(parsed, image, architecture, bound, pictures);
            return Measure(
                loader, file, architecture, parsed.GetValue(on), sampler, pictures, bound, parsed.GetValue(threads), parsed.GetValue(json));
        });
        return command;
    }

    /// <summary>The metrics of a model on data, and, where a generator of images is to draw, what those are worth and tell.</summary>
    private static int Measure(
        JobLoader loader, ModelFile file, IArchitecture architecture, string? on, FlowSampler? sampler, int? pictures, double? bound,
        int threads, bool json)
    {
        (string part, Dataset examples) = Load(loader, file, architecture, on);
        DataShape shape = DataShape.Of(examples, file.Data.Normalize);
        if (!shape.Fits(file.Data))
            throw new ProblemException(
                ProblemCodes.DataProblem, "--on",
                "The data does not have the features, classes or characters that the model was trained on. " +
                "Name data of the same kind.");
        ProcessorNotice.Print();
        var models = new Pool<Model>(() => Build(file, architecture));
        var evaluator = new Evaluator(models, threads);
        IReadOnlyDictionary<string, double> metrics = evaluator.Evaluate(file.Parameters, examples);
        var told = new JsonObject(
        [
            .. metrics.Select(metric => KeyValuePair.Create(metric.Key, (JsonNode?)metric.Value)),
            KeyValuePair.Create("part", (JsonNode?)part),
        ]);
        if (!json)
        {
            Console.WriteLine($"Measured on {part}:");
            foreach ((string name, double value) in metrics) Console.WriteLine($"  {name,-12} {value:0.0000}");
        }
        Problem? objection = sampler is null ? null
            : Images(loader, file, architecture, on, sampler, pictures ?? ImageEvaluation.UsualCount, bound, threads, json, told);
        if (json) Console.WriteLine(told.ToJsonString());
        if (objection is null) return ExitCode.Success;
        ProblemPrinter.Print(objection);
        return ExitCode.Failed;
    }

    private static Problem? Images(
        JobLoader loader, ModelFile file, IArchitecture architecture, string? on, FlowSampler sampler, int drawn, double? bound,
        int threads, bool json, JsonObject told)
    {
        var stored = new StoredModel(file.Model.Use, architecture, file.Data, file.Parameters);
        (IReadOnlyList<Measurement> words, JsonObject figures, ImageMemorisation memorisation) = ImageEvaluation.Measure(
            stored, sampler, drawn, ImageEvaluation.Load(loader, on is null ? file.Source! : Part.Of(on), on), threads);
        told["images"] = figures;
        if (!json)
        {
            Console.WriteLine($"{drawn:N0} generated images:");
            foreach (Measurement measured in words)
                Console.WriteLine($"  {measured.Name,-38} {measured.Value:0.0000}  {measured.Note}");
        }
        return bound is { } most ? ImageEvaluation.Objection(memorisation, most) : null;
    }

    private static FlowSampler Sampler(ParseResult parsed, ImageOptions image, IArchitecture architecture, double? gate, int? count)
    {
        string option = gate is null ? "--count" : "--gate";
        if (architecture is not FlowTransformer generator)
            throw new ProblemException(ProblemCodes.WrongCommandLine, option,
                "This is for a generated table, a generator of images or a language model, and the model is none of them. To evaluate a "
                + "generator of tables, draw rows with 'generate', and evaluate those.");
        if (gate is not (null or >= 0 and <= 1))
            throw new ProblemException(ProblemCodes.OptionOutOfRange, option,
                $"{gate} is no share of the images. Give a number from 0 to 1, such as 0.2.");
        if (count is < 4)
            throw new ProblemException(ProblemCodes.OptionOutOfRange, "--count",
                $"{count} images have too few neighbours to be compared. Give 4 or more, better 1,000.");
        return image.Sampler(parsed, generator);
    }

    private static int Table(JobLoader loader, string path, string? on, TableGate gate, int threads, bool json)
    {
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

    private static int Text(JobLoader loader, ModelFile file, Gpt gpt, string? on, TextBounds bounds, int threads, bool json)
    {
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
