using System.CommandLine;
using Tributary.Protocol;

namespace Tributary.Cli;

/// <summary><c>model RUN</c>: downloads the model that a run has published.</summary>
internal static class ModelCommand
{
    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        Argument<string> run = FieldOptionSet.Run();
        Option<string?> profile = FieldOptionSet.As();
        var output = new Option<string>("--out") { Description = "Where it is written.", HelpName = "FILE", Required = true };
        var command = new Command("model", "Download the model that a run has published last.") { run, profile, output };
        command.SetAction(async (parsed, cancellation) =>
        {
            string name = parsed.GetRequiredValue(run), path = parsed.GetRequiredValue(output);
            using CoordinatorConnection connection = Profile.Read(parsed.GetValue(profile)).Connect();
            int version = await PublishedModel.SaveAsync(connection, name, path, cancellation);
            Console.WriteLine($"Model {version} of run {name} is in {path}.");
            return ExitCode.Success;
        });
        return command;
    }
}
