using System.CommandLine;
using System.Text.Json;
using Tributary.Core;
using Tributary.Models;
using Tributary.Training;

namespace Tributary.Cli;

/// <summary><c>data schema FILE</c>: what the columns of a table are; <c>data fetch</c>: files by their addresses.</summary>
internal static class DataCommand
{
    /// <summary>Describes the command.</summary>
    public static Command Create() => new("data", "Look at data before a job does, and fetch it.")
    {
        CreateSchema(), FetchCommand.Create(),
    };

    private static Command CreateSchema()
    {
        var file = new Argument<string>("FILE") { Description = "A table of text whose first line names the columns; .gz is unpacked." };
        var label = new Option<string?>("--label") { Description = "The column to predict, by name.", HelpName = "COLUMN" };
        var delimiter = new Option<char>("--delimiter")
        {
            Description = "What separates cells.",
            HelpName = "C",
            DefaultValueFactory = _ => ',',
        };
        var names = new Option<string?>("--columns")
        {
            Description = "The names of the columns, separated by commas, where the first line is a row.",
            HelpName = "NAMES",
        };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("schema",
            "Say what the columns of a table are: numbers and their bounds, names and how many, and whether cells are missing.")
        {
            file, label, delimiter, names, json,
        };
        command.SetAction(parsed =>
        {
            try
            {
                (TableShape shape, int rows) = TableFile.Infer(parsed.GetRequiredValue(file), new CsvOptions
                {
                    Label = parsed.GetValue(label) ?? "",
                    Delimiter = parsed.GetValue(delimiter),
                    Columns = parsed.GetValue(names)?.Split(','),
                });
                if (parsed.GetValue(json)) Console.WriteLine(JsonSerializer.Serialize(shape, TrainingJson.Default.TableShape));
                else Print(shape, rows);
                return ExitCode.Success;
            }
            catch (DataException e)
            {
                throw new ProblemException(ProblemCodes.DataProblem, "FILE", e.Message);
            }
        });
        return command;
    }

    private static void Print(TableShape shape, int rows)
    {
        const int Named = 6;
        Console.WriteLine(
            $"{rows:N0} rows of {shape.Columns.Count} columns. What follows was read in the rows and is as private as they are.");
        foreach (ColumnShape column in shape.Columns)
        {
            string what = column.Values is { } values
                ? $"{values.Count} values: {string.Join(", ", values.Take(Named))}{(values.Count > Named ? ", ..." : "")}"
                : $"{(column.Whole ? "whole numbers" : "numbers")} from {column.Minimum} to {column.Maximum}";
            Console.WriteLine(
                $"  {column.Name,-20} {what}{(column.Missing ? "; some missing" : "")}{(column.Name == shape.Label ? " (label)" : "")}");
        }
    }
}
