using System.CommandLine;
using System.Security.Cryptography;
using Tributary.Core;
using Tributary.Protocol;

namespace Tributary.Cli;

/// <summary><c>submit JOB.json</c>: hands a job to the coordinator.</summary>
internal static class SubmitCommand
{
    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        var job = new Argument<string>("JOB") { Description = "The job file; comments are allowed." };
        Option<string?> profile = FieldOptionSet.As(), data = CommonOptions.Data();
        var wait = new Option<bool>("--wait") { Description = "Stay until the run has ended." };
        var output = new Option<string?>("--out")
        {
            Description = "Where the model is written once the run has ended; means --wait.",
            HelpName = "FILE",
        };
        var quiet = new Option<bool>("--quiet") { Description = "Print the run's name and nothing else." };
        Option<bool> json = CommonOptions.Json(), download = CommonOptions.AllowDownload();
        var command = new Command("submit", "Hand a job to the coordinator, for the sites to take part in.")
        {
            job, profile, data, wait, output, quiet, download, json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            string text = await JobDownloads.AllowAsync(
                JobText.Read(parsed.GetRequiredValue(job)), parsed.GetValue(download), cancellation);
            var submission = FieldSubmission.Prepare(new JobLoader(parsed.GetValue(data)), text);
            using CoordinatorConnection connection = Profile.Read(parsed.GetValue(profile)).Connect();
            SubmitJobAnswer answer = await SendAsync(connection, submission, cancellation);
            bool isJson = parsed.GetValue(json), isQuiet = parsed.GetValue(quiet);
            bool stays = parsed.GetValue(wait) || parsed.GetValue(output) is not null;
            if (isQuiet) Console.WriteLine(answer.Run);
            else if (!isJson) Console.WriteLine($"Run {answer.Run} waits for {string.Join(", ", answer.Sites)}.");
            else if (!stays) FieldOptionSet.Print(answer, ProtocolJson.Default.SubmitJobAnswer);
            if (!stays) return ExitCode.Success;
            RunMessage run = await StatusCommand.WatchAsync(connection, answer.Run, isQuiet || isJson, cancellation);
            if (isJson) FieldOptionSet.Print(run, ProtocolJson.Default.RunMessage);
            if (parsed.GetValue(output) is { } path)
                await Outage.OutlastAsync(() => PublishedModel.SaveAsync(connection, answer.Run, path, cancellation));
            return run.State is "completed" or "target-reached" or "budget-spent" ? ExitCode.Success : ExitCode.Failed;
        });
        return command;
    }

    private static Task<SubmitJobAnswer> SendAsync(
        CoordinatorConnection connection, FieldSubmission submission, CancellationToken cancellation)
    {
        var model = BlobId.Of(submission.Model);
        // The key makes one run of however many attempts it takes.
        var request = new SubmitJobRequest(submission.Text, model, RandomNumberGenerator.GetHexString(32, lowercase: true));
        return new BlobTransfer(connection).BringAsync(
            Routes.Upload(model), submission.Model,
            () => connection.PostAsync(
                Routes.Jobs, request, ProtocolJson.Default.SubmitJobRequest, ProtocolJson.Default.SubmitJobAnswer,
                cancellation: cancellation),
            cancellation);
    }
}
