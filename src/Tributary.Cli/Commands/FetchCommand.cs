using System.CommandLine;
using System.Text.Json.Nodes;
using Tributary.Core;
using Tributary.Training;

namespace Tributary.Cli;

/// <summary><c>data fetch URL|JOB.json</c>: brings files into the cache, from where jobs take them.</summary>
internal static class FetchCommand
{
    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        var what = new Argument<string>("WHAT")
        {
            Description = "The address of a file, or a job file: then all files that it names by their addresses.",
        };
        var sha256 = new Option<string?>("--sha256")
        {
            Description = "What the file's SHA-256 must be; needed with an address.",
            HelpName = "HEX",
        };
        var name = new Option<string?>("--name")
        {
            Description = "What the file is called here; else as its address ends.",
            HelpName = "NAME",
        };
        var limit = new Option<long>("--limit")
        {
            Description = "The most bytes of a file.",
            HelpName = "BYTES",
            DefaultValueFactory = _ => Downloader.UsualLimit,
        };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("fetch",
            $"Fetch files over https into the cache ({DownloadCache.Variable} names its folder), check them, and print where they are. "
                + "What was begun is gone on with.")
        {
            what, sha256, name, limit, json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            string asked = parsed.GetRequiredValue(what);
            if (parsed.GetValue(limit) < 1)
                throw new ProblemException(ProblemCodes.OptionOutOfRange, "--limit", "Nothing could be fetched. Allow at least one byte.");
            IReadOnlyList<RemoteFile> files = asked.Contains("://", StringComparison.Ordinal)
                ? [RemoteFile.Of(asked, parsed.GetValue(sha256), parsed.GetValue(name), "WHAT")]
                : RemoteParts.Of(JobText.Read(asked));
            IReadOnlyList<string> paths = await JobDownloads.FetchAsync(files, parsed.GetValue(limit), cancellation);
            if (parsed.GetValue(json)) Console.WriteLine(Describe(files, paths).ToJsonString());
            else if (paths.Count == 0) Console.WriteLine("The job names no file by its address.");
            else
                foreach (string path in paths) Console.WriteLine(path);
            return ExitCode.Success;
        });
        return command;
    }

    private static JsonObject Describe(IReadOnlyList<RemoteFile> files, IReadOnlyList<string> paths) => new()
    {
        ["files"] = new JsonArray([.. files.Zip(paths, (file, path) => (JsonNode)new JsonObject
        {
            ["url"] = file.Url.ToString(),
            ["sha256"] = file.Sha256,
            ["path"] = path,
        })]),
    };
}
