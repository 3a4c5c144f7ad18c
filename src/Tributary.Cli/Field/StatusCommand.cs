using System.CommandLine;
using Spectre.Console;
using Tributary.Protocol;

namespace Tributary.Cli;

/// <summary><c>status [RUN]</c>: how far runs have come, and whom they wait for.</summary>
internal static class StatusCommand
{
    private static readonly TimeSpan _refresh = TimeSpan.FromSeconds(1);

    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        var run = new Argument<string?>("RUN") { Description = "One run; else all.", Arity = ArgumentArity.ZeroOrOne };
        Option<string?> profile = FieldOptionSet.As();
        var watch = new Option<bool>("--watch") { Description = "Stay, and show every change until the run has ended." };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("status", "Show how far runs have come, and whom they wait for.") { run, profile, watch, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            using CoordinatorConnection connection = Profile.Read(parsed.GetValue(profile)).Connect();
            if (parsed.GetValue(run) is not { } name)
            {
                RunsMessage runs = await connection.GetAsync(Routes.Runs, ProtocolJson.Default.RunsMessage, cancellation);
                if (parsed.GetValue(json)) FieldOptionSet.Print(runs, ProtocolJson.Default.RunsMessage);
                else FieldOptionSet.Show(RunView.Of(runs));
                return ExitCode.Success;
            }
            RunMessage message = await ReadAsync(connection, name, cancellation); // a wrong address is told at once
            if (parsed.GetValue(watch)) message = await WatchAsync(connection, name, parsed.GetValue(json), cancellation);
            if (parsed.GetValue(json)) FieldOptionSet.Print(message, ProtocolJson.Default.RunMessage);
            else if (!parsed.GetValue(watch) || Console.IsOutputRedirected)
                FieldOptionSet.Show(RunView.Of(message, TimeProvider.System.GetUtcNow()));
            return message.State is "failed" ? ExitCode.Failed : ExitCode.Success;
        });
        return command;
    }

    /// <summary>Whether nothing more will happen.</summary>
    public static bool HasEnded(RunMessage run) => run.State is not ("waiting" or "training");

    /// <summary>
    /// Shows a run until it has ended, through any outage of the coordinator: live on a terminal, a line a change elsewhere.
    /// </summary>
    public static async Task<RunMessage> WatchAsync(
        CoordinatorConnection connection, string name, bool quiet, CancellationToken cancellation)
    {
        RunMessage run = await Outage.OutlastAsync(() => ReadAsync(connection, name, cancellation));
        if (quiet)
        {
            await FollowAsync(_ => { });
        }
        else if (Console.IsOutputRedirected)
        {
            string? last = null;
            await FollowAsync(shown =>
            {
                if (RunView.Line(shown) is var line && line != last) Console.WriteLine(last = line);
            });
        }
        else
        {
            await AnsiConsole.Live(RunView.Of(run, TimeProvider.System.GetUtcNow())).StartAsync(
                context => FollowAsync(shown => context.UpdateTarget(RunView.Of(shown, TimeProvider.System.GetUtcNow()))));
        }
        return run;

        async Task FollowAsync(Action<RunMessage> show)
        {
            for (; ; run = await Outage.OutlastAsync(() => ReadAsync(connection, name, cancellation)))
            {
                show(run);
                if (HasEnded(run)) return;
                await Task.Delay(_refresh, cancellation);
            }
        }
    }

    private static Task<RunMessage> ReadAsync(CoordinatorConnection connection, string run, CancellationToken cancellation) =>
        connection.GetAsync(Routes.Run(run), ProtocolJson.Default.RunMessage, cancellation);
}
