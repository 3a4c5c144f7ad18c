using System.CommandLine;
using System.Globalization;
using Tributary.Agent;
using Tributary.Core;
using Tributary.Models;
using Tributary.Protocol;

namespace Tributary.Cli;

/// <summary><c>join DIR</c>: runs a site's agent until it is told to stop, enrols a site, or tells what a job would take from it.</summary>
internal static class JoinCommand
{
    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        Argument<string> folder = Folder();
        var invitation = new Option<string?>("--invitation")
        {
            Description = "Enrol the site with an invitation, once; '@FILE' reads it from a file.",
            HelpName = "TOKEN",
        };
        var explain = new Option<string?>("--explain")
        {
            Description = "Tell what a job would do with this site's data and what would leave it; nothing is sent.",
            HelpName = "JOB",
        };
        Option<string?> data = CommonOptions.Data();
        Option<int> threads = CommonOptions.Threads();
        var command = new Command("join", "Run a site's agent until it is told to stop; or enrol the site, or explain a job.")
        {
            folder, invitation, explain, data, threads,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            string path = parsed.GetRequiredValue(folder);
            var options = new AgentOptions
            {
                Data = new DataFolder(parsed.GetValue(data)),
                Threads = parsed.GetValue(threads),
                OnNotice = Print,
            };
            if (parsed.GetValue(invitation) is { } token) return await EnrolAsync(token, path, cancellation);
            if (parsed.GetValue(explain) is { } job) return Explain(path, job, options);
            return await RunAsync(path, options, cancellation);
        });
        return command;
    }

    /// <summary>A site's folder.</summary>
    public static Argument<string> Folder() =>
        new("DIR") { Description = "The site's folder: its key, its configuration 'site.json', its journal." };

    private static async Task<int> EnrolAsync(string token, string path, CancellationToken cancellation)
    {
        string text = token.StartsWith('@') ? (await File.ReadAllTextAsync(token[1..], cancellation)).Trim() : token;
        if (!InvitationToken.TryParse(text, out InvitationToken? invitation))
            throw new ProblemException(
                ProblemCodes.InvitationInvalid, "--invitation",
                "This is not an invitation, or not the whole of it. Copy the word that begins with 'trb1_' as it is.");
        SiteFolder site = await SiteFolder.EnrolAsync(invitation, path, cancellation: cancellation);
        Console.WriteLine($"This is site {site.Identity.Site} of {site.Identity.Coordinator}. Its key is in {path} and nowhere else.");
        Console.WriteLine($"Say in {Path.Combine(path, "site.json")} which data it lends, then start it: tributary join {path}");
        return ExitCode.Success;
    }

    private static int Explain(string path, string job, AgentOptions options)
    {
        var problems = new List<Problem>();
        SiteConfiguration? site = SiteFolder.ReadConfiguration(path, options.Catalog, problems);
        if (site is null) throw new ProblemException(problems);
        SiteJob? read = new SiteJobReader(options.Catalog, options.Data, Path.GetFullPath(path), site).Read(JobText.Read(job), problems);
        Explanation? explanation = read is null ? null : Explanation.Of(read, site.Policy, problems);
        Console.WriteLine(explanation?.ToString().TrimEnd() ?? throw new ProblemException(problems));
        return ExitCode.Success;
    }

    private static async Task<int> RunAsync(string path, AgentOptions options, CancellationToken cancellation)
    {
        var folder = SiteFolder.Open(path);
        Console.WriteLine($"Site {folder.Identity.Site} works for {folder.Identity.Coordinator}.");
        ProcessorNotice.Print();
        await SiteAgent.RunAsync(folder, options, cancellation);
        Console.WriteLine("Stopped.");
        return ExitCode.Success;
    }

    private static void Print(AgentNotice notice) => Console.WriteLine(
        $"{TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture)} " +
        $"{(notice.Run is null ? "" : $"{notice.Run}: ")}{(notice.Code is null ? "" : $"{notice.Code} ")}{notice.Message}");
}
