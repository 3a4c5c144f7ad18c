using System.CommandLine;
using System.Globalization;
using Tributary.Protocol;

namespace Tributary.Cli;

/// <summary><c>invite SITE</c>: makes an invitation with which a site can enrol, once.</summary>
internal static class InviteCommand
{
    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        var site = new Argument<string>("SITE") { Description = "The site's name: lower-case letters, digits and hyphens." };
        Option<string?> profile = FieldOptionSet.As();
        var hours = new Option<double>("--hours")
        {
            Description = "How long the invitation lasts.",
            HelpName = "N",
            DefaultValueFactory = _ => 72,
        };
        var role = new Option<string>("--role")
        {
            Description = "What it may do: 'site' trains, 'evaluator' measures.",
            HelpName = "ROLE",
            DefaultValueFactory = _ => "site",
        };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("invite", "Make an invitation with which a site can enrol, once.") { site, profile, hours, role, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            string name = parsed.GetRequiredValue(site);
            using CoordinatorConnection connection = Profile.Read(parsed.GetValue(profile)).Connect();
            InvitationAnswer answer = await connection.PostAsync(
                Routes.Invitations, new InvitationRequest(name, parsed.GetRequiredValue(role), parsed.GetValue(hours)),
                ProtocolJson.Default.InvitationRequest, ProtocolJson.Default.InvitationAnswer, cancellation: cancellation);
            if (parsed.GetValue(json))
            {
                FieldOptionSet.Print(answer, ProtocolJson.Default.InvitationAnswer);
                return ExitCode.Success;
            }
            Console.WriteLine(
                $"Give this to {name} by a way that nobody else reads. It works once, until " +
                $"{answer.Expires.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture)}:");
            Console.WriteLine(answer.Token);
            return ExitCode.Success;
        });
        return command;
    }
}
