using System.CommandLine;
using Tributary.Agent;

namespace Tributary.Cli;

/// <summary><c>approve DIR [RUN]</c> and <c>decline DIR RUN</c>: a person at a site decides on a job that waits.</summary>
internal static class ApproveCommand
{
    /// <summary>Describes the command that agrees.</summary>
    public static Command CreateApprove()
    {
        Argument<string> folder = JoinCommand.Folder();
        var run = new Argument<string?>("RUN")
        {
            Description = "The run; else those that wait are listed.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("approve", "Let a site take part in a run that waits for a person there, or list those that wait.")
        {
            folder, run,
        };
        command.SetAction(parsed =>
        {
            SiteFolder site = SiteFolder.Open(parsed.GetRequiredValue(folder));
            if (parsed.GetValue(run) is not { } name)
            {
                Console.WriteLine(site.Decisions.Waiting is [] ? "No run waits." : string.Join('\n', site.Decisions.Waiting));
                return ExitCode.Success;
            }
            site.Decisions.Decide(name, approved: true, Environment.UserName);
            Console.WriteLine($"Site {site.Identity.Site} takes part in {name}.");
            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>Describes the command that does not.</summary>
    public static Command CreateDecline()
    {
        Argument<string> folder = JoinCommand.Folder();
        Argument<string> run = FieldOptionSet.Run();
        var reason = new Option<string?>("--reason")
        {
            Description = "Why not; the coordinator and the researcher read it.",
            HelpName = "TEXT",
        };
        var command = new Command("decline", "Keep a site out of a run that waits for a person there.") { folder, run, reason };
        command.SetAction(parsed =>
        {
            SiteFolder site = SiteFolder.Open(parsed.GetRequiredValue(folder));
            string name = parsed.GetRequiredValue(run);
            site.Decisions.Decide(name, approved: false, Environment.UserName, parsed.GetValue(reason));
            Console.WriteLine($"Site {site.Identity.Site} does not take part in {name}.");
            return ExitCode.Success;
        });
        return command;
    }
}
