namespace Tributary.Core.Tests;

/// <summary>What it takes to check a round stays for some rounds, and no longer.</summary>
public sealed class ProofKeepingTests
{
    [Fact]
    public void The_proofs_of_the_last_rounds_are_kept_with_the_models_before_them()
    {
        RunState run = RunState.Empty.Apply(new RunStarted(default, "job", 1, Version(0)));
        for (int round = 1; round <= 20; round++)
        {
            var id = new RoundId("run", round);
            Dictionary<string, BlobId>? documents = round % 2 == 0 ? new() { ["commit"] = Blob($"document {round}") } : null;
            run = run.Apply(new RoundOpened(default, id, "train", round - 1, [new ClientId("a")], 1))
                .Apply(new ModelPublished(default, id, Version(round), new Dictionary<string, double>(), null, documents));
        }
        Assert.Equal([12, 14, 16, 18, 20], run.Proofs.Keys);
        Assert.Equal(Version(11), run.Proofs[12].Before);
        Assert.Equal(
            new[] { 12, 14, 16, 18, 20 }.SelectMany(round => new[] { Blob($"document {round}"), Version(round - 1).Model, Version(round - 1).Optimizer })
                .Concat([Version(20).Model, Version(20).Optimizer]).ToHashSet(),
            [.. run.Blobs]);
    }

    private static BlobId Blob(string text) => BlobId.Of(System.Text.Encoding.UTF8.GetBytes(text));

    private static ModelVersion Version(int number) => new(number, Blob($"model {number}"), Blob($"optimizer {number}"));
}
