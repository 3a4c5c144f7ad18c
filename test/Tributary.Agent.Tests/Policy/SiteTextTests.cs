using Tributary.Core;
using Tributary.Models;
using Tributary.Tests;
using Tributary.Training;

namespace Tributary.Agent.Tests;

/// <summary>A site's own text, for which it must have the job's tokenizer.</summary>
public sealed class SiteTextTests : IDisposable
{
    private const string Text = "the end of the world is the end of the word\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private (SiteJob? Job, List<Problem> Problems) Read(string tokenizer)
    {
        var catalog = new TrainingCatalog();
        var problems = new List<Problem>();
        SiteConfiguration site = new SiteConfigurationReader(catalog).Read(
            $$"""{ "data": { "text": { "use": "text", "path": "notes.txt", "tokenizer": {{tokenizer}} } }, "policy": { "approve": "policy" } }""", problems)!;
        Assert.Empty(problems);
        const string Job = """
            { "name": "words", "data": { "use": "text", "path": "sample.txt", "tokenizer": { "use": "file", "path": "tokenizer.json" } },
              "partition": { "use": "by-file" }, "model": { "use": "gpt", "layers": 1, "heads": 1, "width": 8, "context": 4 },
              "weighting": "uniform", "rounds": 1 }
            """;
        return (new SiteJobReader(catalog, new DataFolder(""), _folder.Path, site).Read(Job, problems), problems);
    }

    [Fact]
    public void A_site_with_the_jobs_tokenizer_can_train_and_one_with_another_cannot()
    {
        BpeTokenizer tokenizer = BpeTrainer.Train([Text], 270);
        _folder.Write("notes.txt", string.Concat(Enumerable.Repeat(Text, 5)));
        _folder.Write("tokenizer.json", tokenizer.ToJson());
        (SiteJob? job, List<Problem> problems) = Read("""{ "use": "file", "path": "tokenizer.json" }""");
        Assert.Empty(problems);
        ModelFile OfJob(BpeTokenizer shared)
        {
            var shape = new DataShape { Features = [], VocabularySize = shared.VocabularySize, Characters = "", Bpe = shared };
            return new ModelFile(job!.Spec.Model, null, shape, job.Architecture.Build(shape, 1, new Tributary.Tensors.RandomStream(1)).Parameters.ToSet());
        }
        Assert.Null(job!.MisfitOf(OfJob(tokenizer)));
        Assert.NotNull(job.MisfitOf(OfJob(BpeTrainer.Train(["another text, another text"], 270))));
    }

    [Fact]
    public void A_site_learns_no_tokens_from_its_own_text()
    {
        _folder.Write("notes.txt", Text);
        (SiteJob? job, List<Problem> problems) = Read("""{ "use": "bpe", "size": 270 }""");
        Assert.Null(job);
        Assert.Equal((ProblemCodes.SiteConfiguration, "$.data.text.tokenizer"), (Assert.Single(problems).Code, problems[0].Path));
    }

    [Fact]
    public void A_broken_file_is_told_as_such()
    {
        _folder.Write("notes.txt", Text);
        _folder.Write("tokenizer.json", "{");
        Assert.Equal(ProblemCodes.TokenizerBroken, Assert.Single(Read("""{ "use": "file", "path": "tokenizer.json" }""").Problems).Code);
        _folder.Write("tokenizer.json", """{ "model": { "type": "WordPiece", "vocab": {} } }""");
        Assert.Equal(ProblemCodes.TokenizerUnsupported, Assert.Single(Read("""{ "use": "file", "path": "tokenizer.json" }""").Problems).Code);
    }
}
