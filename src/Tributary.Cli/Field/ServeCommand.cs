using System.CommandLine;
using Microsoft.Extensions.Logging;
using Tributary.Server;
using Tributary.Storage;
using Tributary.Training;

namespace Tributary.Cli;

/// <summary><c>serve DIR</c>: runs a coordinator until it is told to stop.</summary>
internal static class ServeCommand
{
    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        var folder = new Argument<string>("DIR") { Description = "The coordinator's folder, as 'serve init' made it." };
        var listen = new Option<string?>("--listen")
        {
            Description = "The address to listen at, instead of that of the settings.",
            HelpName = "HOST:PORT",
        };
        var insecure = new Option<bool>("--insecure-loopback")
        {
            Description = "Serve plain http on this machine alone, to try requests with a person's token; sites need https.",
        };
        var older = new Option<bool>("--accept-older-log")
        {
            Description = "Go on although the store is older than what was signed; the runs concerned get another ledger name.",
        };
        var json = new Option<bool>("--json-log") { Description = "Write log lines as JSON objects." };
        var command = new Command("serve", "Run a coordinator until it is told to stop; 'serve init' makes one.")
        {
            folder, listen, insecure, older, json, ServeInitCommand.Create(),
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            string path = parsed.GetRequiredValue(folder);
            var opened = ServerFolder.Open(path);
            var catalog = new TrainingCatalog();
            opened = opened.With(opened.Settings with
            {
                Listen = parsed.GetValue(listen) ?? opened.Settings.Listen,
                InsecureLoopback = parsed.GetValue(insecure) || opened.Settings.InsecureLoopback,
                AcceptsOlderLog = parsed.GetValue(older),
                Questions = (job, parts, model) => TablePhases.OfFile(job, parts, model, catalog.Models),
            });
            await using SqliteStore store = opened.OpenStore();
            await using CoordinatorServer server = await CoordinatorServer.StartAsync(
                opened, ServerStore.In(store), logging: logging => Log(logging, parsed.GetValue(json)), cancellation: cancellation);
            Console.WriteLine($"Coordinator {opened.Settings.Name} listens at {server.Address}.");
            await Task.Delay(Timeout.Infinite, cancellation).ContinueWith(_ => { }, TaskScheduler.Default);
            Console.WriteLine("Stopping.");
            return ExitCode.Success;
        });
        return command;
    }

    private static void Log(ILoggingBuilder logging, bool json)
    {
        if (json) logging.AddJsonConsole(options => options.UseUtcTimestamp = true);
        else
            logging.AddSimpleConsole(options =>
            {
                options.SingleLine = true;
                options.UseUtcTimestamp = true;
                options.TimestampFormat = "yyyy-MM-dd HH:mm:ss'Z' ";
            });
    }
}
