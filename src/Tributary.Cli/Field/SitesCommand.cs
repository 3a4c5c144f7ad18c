using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using Tributary.Protocol;

namespace Tributary.Cli;

/// <summary><c>sites</c>: who is enrolled.</summary>
internal static class SitesCommand
{
    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        Option<string?> profile = FieldOptionSet.As();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("sites", "Show the sites that are invited, enrolled or revoked.") { profile, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            using CoordinatorConnection connection = Profile.Read(parsed.GetValue(profile)).Connect();
            SitesMessage sites = await connection.GetAsync(Routes.Sites, ProtocolJson.Default.SitesMessage, cancellation);
            if (parsed.GetValue(json)) FieldOptionSet.Print(sites, ProtocolJson.Default.SitesMessage);
            else FieldOptionSet.Show(View(sites));
            return ExitCode.Success;
        });
        return command;
    }

    private static Table View(SitesMessage sites)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumns("site", "role", "state", "certificate until", "last seen");
        foreach (SiteMessage site in sites.Sites)
            table.AddRow(
                new Text(site.Site), new Text(site.Role), new Text(site.State), Moment(site.CertificateExpires), Moment(site.LastSeen));
        return table;
    }

    private static Text Moment(DateTimeOffset? at) => new(at?.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "-");
}
