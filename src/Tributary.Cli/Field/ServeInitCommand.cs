using System.CommandLine;
using Tributary.Server;

namespace Tributary.Cli;

/// <summary><c>serve init DIR</c>: makes the folder of a new coordinator.</summary>
internal static class ServeInitCommand
{
    /// <summary>The first administrator's profile in the folder.</summary>
    public const string ProfileFile = "admin.profile";

    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        var folder = new Argument<string>("DIR") { Description = "A new folder." };
        var name = new Option<string>("--name")
        {
            Description = "What sites know the coordinator by.",
            HelpName = "NAME",
            DefaultValueFactory = _ => "coordinator",
        };
        var hosts = new Option<string[]>("--host")
        {
            Description = "A name or address that sites reach it by; may be given more than once.",
            HelpName = "HOST",
            DefaultValueFactory = _ => ["localhost"],
        };
        var listen = new Option<string>("--listen")
        {
            Description = "The address to listen at.",
            HelpName = "HOST:PORT",
            DefaultValueFactory = _ => "0.0.0.0:8443",
        };
        var admin = new Option<string>("--admin")
        {
            Description = "The first administrator.",
            HelpName = "NAME",
            DefaultValueFactory = _ => "admin",
        };
        var command = new Command("init", "Make a coordinator: its folder, authority, keys, settings and first administrator.")
        {
            folder, name, hosts, listen, admin,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            string path = parsed.GetRequiredValue(folder), person = parsed.GetRequiredValue(admin);
            string[] reached = parsed.GetRequiredValue(hosts);
            var settings = new ServerSettings
            {
                Name = parsed.GetRequiredValue(name),
                Hosts = reached,
                Listen = parsed.GetRequiredValue(listen),
            };
            string token = await ServerFolder.InitAsync(path, settings, person);
            string authority = await File.ReadAllTextAsync(Path.Combine(path, "authority.pem"), cancellation);
            string profile = Path.Combine(path, ProfileFile);
            new Profile(ServerFolder.Open(path).Reachable, authority, token).Write(profile);
            Console.WriteLine($"Coordinator {settings.Name} is in {path}. Start it: tributary serve {path}");
            Console.WriteLine($"{person} invites sites and lets people in with {profile}: keep it where nobody else reads it.");
            return ExitCode.Success;
        });
        return command;
    }
}
