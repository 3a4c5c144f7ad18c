using Tributary.Agent;
using Tributary.Core;
using Tributary.Privacy;
using Tributary.Security;
using Tributary.Tensors;

namespace Tributary.Cli;

/// <summary>Checks a round from files alone.</summary>
/// <param name="files">The round's files.</param>
/// <param name="site">The folder of a site, whose authority and checkpoint key are believed; or null.</param>
/// <param name="job">The job, or null.</param>
internal sealed class RoundVerification(RoundFiles files, SiteFolder? site, JobSpec? job)
{
    private const string Stage = "commit";

    /// <summary>Every claim, in order; what stands on one that fails is not checked.</summary>
    public async Task<IReadOnlyList<Finding>> RunAsync()
    {
        var findings = new List<Finding>();
        RoundEvidence? proof = null;
        CheckedRound? round = null;
        await TryAsync("sum", () =>
        {
            CommittedSum sum = CommittedSum.Read(files.Document);
            proof = sum.Check();
            return new($"round {sum.Round}: the sum of {proof.Notes.Count} updates follows from their commitments, each number in range");
        });
        if (proof is null || files.Evidence is not { } evidence)
        {
            findings.Add(new Finding("ledger", null, proof is null ? "the sum does not hold" : "there is no ROUND.evidence.json"));
        }
        else
        {
            await TryAsync("ledger", () =>
            {
                round = new RoundCheck(site?.LoadAuthority(), site?.Identity.CheckpointKey ?? "")
                    .Check(evidence, Stage, files.Document, proof);
                return new(site is null
                    ? "the events name these commitments, each once and no others; head and signatures are NOT checked without --site"
                    : "every update in the signed log is in the sum, once and as its site signed it, and no other is");
            });
        }
        if (round is null || job is null || files.Before is not { } before || files.Optimizer is not { } optimizer)
        {
            findings.Add(new Finding("model", null, round is null ? "the ledger is not checked"
                : job is null ? "give the job with --job" : "there is no ROUND.before.safetensors and ROUND.optimizer.safetensors"));
        }
        else
        {
            await TryAsync("model", async () =>
            {
                (JobQuestions questions, ModelState state) = Begin(before);
                await round.CheckModelAsync(questions, Stage, proof!, job.Seed, state, before, optimizer);
                return $"model {round.After.Number} ({round.After.Model}) follows from model {round.Before.Number} and the sum";
            });
        }
        return findings;

        async ValueTask TryAsync(string claim, Func<ValueTask<string>> check)
        {
            try
            {
                findings.Add(new Finding(claim, true, await check()));
            }
            catch (EvidenceException e)
            {
                findings.Add(new Finding(claim, false, e.Message));
            }
        }
    }

    /// <summary>What the job asks, fitted to the tensors of the model before the round.</summary>
    private (JobQuestions Questions, ModelState State) Begin(ReadOnlyMemory<byte> before)
    {
        try
        {
            ParameterSet model = SafetensorsReader.Read(before).ToParameters();
            var problems = new List<Problem>();
            Composition parts = new Catalog().AddPrivacy().AddSecurity().Compose(job!, problems) ?? throw new ProblemException(problems);
            (parts, _) = PrivateTraining.Complete(job!, parts, model.Layout, job!.MinimumCohort, job.MinimumCohort, problems);
            if (problems.Count > 0) throw new ProblemException(problems);
            return (JobQuestions.Of(job, parts, model.Layout),
                new ModelState(model, parts.Strategy.ServerOptimizer.Begin(model.Layout)));
        }
        catch (Exception e) when (e is SafetensorsException or TensorException)
        {
            throw new EvidenceException($"The model before the round cannot be read: {e.Message}", e);
        }
    }
}
