using Tributary.Agent;
using Tributary.Cli.Tests;
using Tributary.Core;
using Tributary.Security;

namespace Tributary.Field.Tests;

/// <summary>
/// Sites check what the coordinator made of their updates, over the network: an honest one is believed, and one that falsifies a sum or a
/// model is caught by every site after its first round, under masks, in a sum without secrecy, and where it reads single updates.
/// </summary>
[Collection("Faults")]
public sealed class VerifiedRunTests
{
    private const string Commit = """{ "use": "clip", "norm": 1 }, { "use": "quantize" }, { "use": "commit" }""";

    private static string Stages(string sum) => sum == "none" ? "" : $$""", { "use": "{{sum}}" }""";

    private static string Job(string sum, int rounds) =>
        FieldJobs.Tumours($$""" "stages": [{{Commit}}{{Stages(sum)}}], "strategy": { "use": "fed-adam" } """, rounds);

    [Theory(Timeout = 600_000)]
    [InlineData("secagg")]
    [InlineData("plain-sum")]
    [InlineData("none")]
    public async Task An_honest_coordinator_is_believed_and_the_model_has_the_bits_of_one_without_commitments(string sum)
    {
        string job = Job(sum, rounds: 2), plain = job.Replace(", { \"use\": \"commit\" }", "", StringComparison.Ordinal)
            .Replace("secagg", "plain-sum", StringComparison.Ordinal);
        Assert.NotEqual(job, plain);
        using FieldTemplate template = await FieldTemplate.CreateAsync(job, FieldJobs.Sites), without = await FieldTemplate.CreateAsync(plain, FieldJobs.Sites);
        await using VerifiedRun run = await VerifiedRun.RunAsync(template);
        Assert.All(run.Ends, end => Assert.Null(end.Value));
        foreach (string site in template.Sites)
            foreach (int round in (int[])[1, 2])
            {
                KeptProof? proof = SiteFolder.Open(run.Files.Site(site)).Receipts.FindProof(new RoundId(template.Run, round));
                Assert.True(proof is { Holds: true, Reason: null, Model: not null }, $"{site}: {proof}");
            }
        byte[] expected = await without.SimulateAsync();
        Assert.Equal(expected, await template.SimulateAsync());
        KeptProof last = SiteFolder.Open(run.Files.Site("east")).Receipts.FindProof(new RoundId(template.Run, 2))!;
        RunRecord record = await ReadAsync(run);
        Assert.Equal(expected, record.Bits);
        Assert.Equal(record.Model.Model, last.Model);
        if (sum == "secagg") await VerifyOfflineAsync(run, template, job);
    }

    /// <summary>What a site keeps is enough for anybody to check the rounds again, and to notice what was changed in it.</summary>
    private static async Task VerifyOfflineAsync(VerifiedRun run, FieldTemplate template, string job)
    {
        string folder = run.Files.Site("east"), receipts = Path.Combine(folder, "receipts", template.Run), file = Path.Combine(folder, "job.json");
        await File.WriteAllTextAsync(file, job);
        string[] evidence = [Path.Combine(receipts, "1.evidence.json"), Path.Combine(receipts, "2.evidence.json")];
        CommandRun all = await CommandRun.StartAsync(["verify", "round", .. evidence, "--site", folder, "--job", file, "--json"]);
        Assert.True(all.ExitCode == 0, all.Output + all.Errors);
        Assert.Equal(6, all.Output.Split("\"holds\"").Length - 1);
        CommandRun alone = await CommandRun.StartAsync(["verify", "round", Path.Combine(receipts, "1.commit.safetensors")]);
        Assert.True(alone.ExitCode == 0, alone.Output + alone.Errors);
        Assert.Contains("NOT checked without --site", alone.Output, StringComparison.Ordinal);
        Assert.Contains("model      not checked  give the job with --job", alone.Output, StringComparison.Ordinal);

        await FailsAsync("1.before.safetensors", "model      fails");
        await FailsAsync("1.commit.safetensors", "sum        fails");
        File.Copy(Path.Combine(receipts, "2.commit.safetensors"), Path.Combine(receipts, "1.commit.safetensors"), overwrite: true);
        CommandRun other = await CommandRun.StartAsync(["verify", "round", evidence[0]]);
        Assert.Equal((1, true), (other.ExitCode, other.Output.Contains("ledger     fails", StringComparison.Ordinal)));
        CommandRun nothing = await CommandRun.StartAsync(["verify", "round", Path.Combine(receipts, "7.evidence.json")]);
        Assert.Equal(2, nothing.ExitCode);
        Assert.Contains("TRB0313", nothing.Errors, StringComparison.Ordinal);

        async Task FailsAsync(string name, string words)
        {
            string path = Path.Combine(receipts, name);
            byte[] honest = await File.ReadAllBytesAsync(path), damaged = [.. honest];
            damaged[^1] ^= 1;
            await File.WriteAllBytesAsync(path, damaged);
            CommandRun failed = await CommandRun.StartAsync(["verify", "round", evidence[0], "--site", folder, "--job", file]);
            await File.WriteAllBytesAsync(path, honest);
            Assert.Equal(1, failed.ExitCode);
            Assert.Contains(words, failed.Output, StringComparison.Ordinal);
        }
    }

    [Theory(Timeout = 600_000)]
    [InlineData("secagg", "alters")]
    [InlineData("secagg", "leaves out")]
    [InlineData("secagg", "exchanges")]
    [InlineData("secagg", "other model")]
    [InlineData("plain-sum", "alters")]
    [InlineData("plain-sum", "doubles")]
    [InlineData("none", "leaves out")]
    [InlineData("none", "exchanges")]
    [InlineData("none", "publishes nothing")]
    public async Task A_coordinator_that_falsifies_is_caught_by_every_site(string sum, string lie)
    {
        using FieldTemplate template = await FieldTemplate.CreateAsync(Job(sum, rounds: 2), FieldJobs.Sites);
        await using VerifiedRun run = await VerifiedRun.RunAsync(template, question => Falsify(question, sum, lie));
        Assert.Equal(template.Sites.Count, run.Ends.Count);
        Assert.All(run.Ends, end => Assert.Equal(ProblemCodes.RoundNotProven, end.Value));
        foreach (string site in template.Sites)
        {
            KeptProof proof = SiteFolder.Open(run.Files.Site(site)).Receipts.FindProof(new RoundId(template.Run, 1))!;
            Assert.False(proof.Holds);
            Assert.Contains(Words(sum, lie), proof.Reason, StringComparison.Ordinal);
        }
    }

    private static string Words(string sum, string lie) => (sum, lie) switch
    {
        (_, "alters") or ("secagg", "leaves out") => "not the sum of what its",
        (_, "doubles") => "not the sum of what its",
        (_, "leaves out") => "leaves out the update of 'north'",
        (_, "exchanges") => "counts another update of",
        (_, "other model") => "not the one that follows from it",
        _ => "without what 'commit' proves",
    };

    private static Question Falsify(Question question, string sum, string lie)
    {
        if (lie == "other model")
            return question with
            {
                Apply = (model, change) =>
                {
                    question.Apply(model, change);
                    model.Model.Values[0] += 0.001f;
                },
            };
        if (lie == "publishes nothing")
            return question with { Pipeline = new Pipeline([.. question.Pipeline.Stages.Select(stage => stage is Commit ? new SilentStage() : stage)]) };
        var lying = new LyingStage(document => lie switch
        {
            "alters" => With(document, sums => sums[0]++),
            "doubles" => With(document, sums => sums[0] *= 2),
            "leaves out" when sum != "none" => With(document, _ => { }, document.Commitments.Skip(1)),
            "exchanges" => With(document, _ => { },
            [
                (document.Commitments[0].Client, document.Commitments[1].Commitment),
                (document.Commitments[1].Client, document.Commitments[0].Commitment), .. document.Commitments.Skip(2),
            ]),
            _ => document,
        }, client => sum == "none" && lie == "leaves out" && client.Value == "north");
        return question with { Pipeline = new Pipeline([.. question.Pipeline.Stages.Select(stage => stage is Commit ? lying : stage)]) };
    }

    private static CommittedSum With(
        CommittedSum document, Action<int[]> change, IEnumerable<(ClientId, ReadOnlyMemory<byte>)>? commitments = null)
    {
        int[] sums = document.Sums.ToArray();
        change(sums);
        return new CommittedSum
        {
            Round = document.Round,
            Cohort = document.Cohort,
            Segments = document.Segments,
            Commitments = [.. commitments ?? document.Commitments],
            Sums = sums,
        };
    }

    private static async Task<RunRecord> ReadAsync(VerifiedRun run)
    {
        await run.StopAsync();
        return await run.Files.ReadAsync();
    }
}
