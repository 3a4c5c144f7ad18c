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
        Option<double?> gate = TableGate.AucOption(), risk = TableGate.RiskOption();
        Option<int> threads = CommonOptions.Threads();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("evaluate",
            "Measure a trained model on the test part of a data set, or on all of it where it has none; or a generated table beside real "
                + "rows.")
        {
            model, data, on, gate, risk, threads, json,
        };
        command.SetAction(parsed =>
        {
            var loader = new JobLoader(parsed.GetValue(data));
            if (parsed.GetRequiredValue(model).EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
                return Table(loader, parsed.GetRequiredValue(model), parsed.GetValue(on),
                    TableGate.Of(parsed.GetValue(gate), parsed.GetValue(risk)), parsed.GetValue(threads), parsed.GetValue(json));
            if (parsed.GetValue(gate) is not null || parsed.GetValue(risk) is not null)
                throw new ProblemException(ProblemCodes.WrongCommandLine, "--gate",
                    "A gate is for a generated table, and this is a model. Draw rows with 'generate', and evaluate those.");
            (ModelFile file, IArchitecture architecture) = ModelFile.Read(parsed.GetRequiredValue(model), loader.Catalog.Models);
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
