using System.CommandLine;
using Tributary.Protocol;

namespace Tributary.Cli;

/// <summary><c>cancel RUN</c>: ends a run; what it has published stays.</summary>
internal static class CancelCommand
{
    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        Argument<string> run = FieldOptionSet.Run();
        Option<string?> profile = FieldOptionSet.As();
        var reason = new Option<string>("--reason")
        {
            Description = "Why; the sites read it.",
            HelpName = "TEXT",
            DefaultValueFactory = _ => "Cancelled by whoever submitted it.",
        };
        var command = new Command("cancel", "End a run; what it has published stays.") { run, profile, reason };
        command.SetAction(async (parsed, cancellation) =>
        {
            string name = parsed.GetRequiredValue(run);
            using CoordinatorConnection connection = Profile.Read(parsed.GetValue(profile)).Connect();
            await connection.SendAsync(
                HttpMethod.Post, Routes.Cancel(name), new CancelRequest(parsed.GetRequiredValue(reason)),
                ProtocolJson.Default.CancelRequest, cancellation);
            Console.WriteLine($"Run {name} is cancelled.");
            return ExitCode.Success;
        });
        return command;
    }
}
