using System.CommandLine;
using Tributary.Protocol;

namespace Tributary.Cli;

/// <summary><c>revoke SITE</c>: ends a site's access at once.</summary>
internal static class RevokeCommand
{
    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        var site = new Argument<string>("SITE") { Description = "The site." };
        Option<string?> profile = FieldOptionSet.As();
        var reason = new Option<string>("--reason") { Description = "Why; it is logged.", HelpName = "TEXT", Required = true };
        var command = new Command("revoke", "End a site's access at once; a new invitation lets it in again.") { site, profile, reason };
        command.SetAction(async (parsed, cancellation) =>
        {
            string name = parsed.GetRequiredValue(site);
            using CoordinatorConnection connection = Profile.Read(parsed.GetValue(profile)).Connect();
            await connection.SendAsync(
                HttpMethod.Post, Routes.Revoke(name), new RevokeRequest(parsed.GetRequiredValue(reason)),
                ProtocolJson.Default.RevokeRequest, cancellation);
            Console.WriteLine($"Site {name} has no access any more.");
            return ExitCode.Success;
        });
        return command;
    }
}
