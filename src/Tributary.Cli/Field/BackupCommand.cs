using System.CommandLine;
using Tributary.Core;
using Tributary.Server;
using Tributary.Storage;

namespace Tributary.Cli;

/// <summary><c>backup DIR</c> and <c>restore FILE</c>: a copy of what a coordinator knows, while it works.</summary>
internal static class BackupCommand
{
    /// <summary>Describes the command that copies.</summary>
    public static Command CreateBackup()
    {
        var folder = new Argument<string>("DIR") { Description = "The coordinator's folder; the coordinator may be running." };
        var to = new Option<string>("--to") { Description = "The file to write; must not exist.", HelpName = "FILE", Required = true };
        var command = new Command("backup", "Copy a coordinator's store while it works; its keys are copied by you, apart from it.")
        {
            folder, to,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            string path = ServerFolder.StoreIn(parsed.GetRequiredValue(folder)), copy = parsed.GetRequiredValue(to);
            if (!File.Exists(path))
                throw new ProblemException(
                    ProblemCodes.NoIdentity, "DIR",
                    $"There is no store '{path}', so there is nothing to copy. Name a coordinator's folder.");
            await using var store = SqliteStore.Open(path);
            await store.BackupAsync(copy, cancellation);
            Console.WriteLine($"{copy} holds everything that was acknowledged before it was made.");
            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>Describes the command that puts a copy in place.</summary>
    public static Command CreateRestore()
    {
        var file = new Argument<string>("FILE") { Description = "A backup." };
        var to = new Option<string>("--to")
        {
            Description = "The coordinator's folder; it must hold no store.",
            HelpName = "DIR",
            Required = true,
        };
        var command = new Command("restore", "Put a backup in place where a coordinator's store is lost.") { file, to };
        command.SetAction(async (parsed, cancellation) =>
        {
            string folder = parsed.GetRequiredValue(to);
            // Before there is a store that could be served with it; where there is one, nothing is restored and the key is in use.
            if (!File.Exists(ServerFolder.StoreIn(folder))) ServerFolder.ForgetRunKey(folder);
            await SqliteStore.RestoreAsync(parsed.GetRequiredValue(file), ServerFolder.StoreIn(folder), cancellation);
            Console.WriteLine($"The coordinator in {folder} goes on from the backup.");
            return ExitCode.Success;
        });
        return command;
    }
}
