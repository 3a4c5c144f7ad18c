using System.CommandLine;
using System.Text.Json.Nodes;
using Tributary.Agent;
using Tributary.Core;

namespace Tributary.Cli;

/// <summary><c>verify round FILE</c>: whether what a coordinator published of a round holds, from files alone.</summary>
internal static class VerifyCommand
{
    /// <summary>Describes the command.</summary>
    public static Command Create() => new("verify", "Check what a coordinator published, without asking it.") { Round() };

    private static Command Round()
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "A file that a site keeps of a round: receipts/RUN/ROUND.evidence.json, or ROUND.commit.safetensors. "
                + "What belongs to it is looked for beside it.",
            Arity = ArgumentArity.OneOrMore,
        };
        var site = new Option<string?>("--site")
        {
            Description = "The folder of a site: its authority and the coordinator's checkpoint key are believed. Without it neither "
                + "signatures nor the head of the log are checked.",
            HelpName = "DIR",
        };
        var job = new Option<string?>("--job")
        {
            Description = "The job file: the model is made once more from the one before and the sum.",
            HelpName = "FILE",
        };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("round", "Check the sum of a round against commitments and the log, and its model against the sum.")
        {
            files, site, job, json,
        };
        command.SetAction(async parsed =>
        {
            SiteFolder? folder = parsed.GetValue(site) is { } path ? SiteFolder.Open(path) : null;
            JobSpec? spec = parsed.GetValue(job) is { } text ? new JobLoader(null).Read(JobText.Read(text)) : null;
            bool failed = false;
            foreach (string file in parsed.GetRequiredValue(files))
            {
                IReadOnlyList<Finding> findings = await new RoundVerification(RoundFiles.Read(file), folder, spec).RunAsync();
                failed |= findings.Any(finding => finding.Holds == false);
                if (parsed.GetValue(json))
                {
                    Console.WriteLine(new JsonObject
                    {
                        ["file"] = file,
                        ["findings"] = new JsonArray([.. findings.Select(finding => finding.ToJson())]),
                    }.ToJsonString());
                    continue;
                }
                Console.WriteLine(file);
                foreach (Finding finding in findings) Console.WriteLine($"  {finding}");
            }
            return failed ? ExitCode.Failed : ExitCode.Success;
        });
        return command;
    }
}
