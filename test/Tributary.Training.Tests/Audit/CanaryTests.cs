using Tributary.Core;
using Tributary.Models;
using Tributary.Tensors;

namespace Tributary.Training.Tests;

public sealed class CanaryTests
{
    private static readonly JobSpec _job = new()
    {
        Name = "job",
        Data = Part.Of("data"),
        Partition = Part.Of("partition"),
        Model = Part.Of("model"),
        Rounds = 1,
        Simulation = new SimulationOptions { Canaries = new CanaryOptions { Times = 3, Count = 2, Length = 5 } },
    };

    [Fact]
    public void The_same_job_has_the_same_canaries_and_another_seed_others()
    {
        IReadOnlyList<int[]> first = Canaries.Of(_job, 30), again = Canaries.Of(_job, 30);
        Assert.Equal(2, first.Count);
        Assert.All(first, canary => Assert.Equal(5, canary.Length));
        Assert.Equal(first, again);
        Assert.NotEqual(first, Canaries.Of(_job with { Seed = 2 }, 30));
        Assert.Empty(Canaries.Of(_job with { Simulation = new SimulationOptions() }, 30));
    }

    [Fact]
    public void A_text_with_canaries_has_each_of_them_and_itself_in_its_order()
    {
        var text = new TextData(Vocabulary.Bytes, [.. Enumerable.Range(0, 40)], new TextDocument("a", 0, 25), new TextDocument("b", 25, 15));
        int[][] canaries = [[201, 202, 203], [211, 212]];
        TextData mixed = Canaries.PutInto(text, canaries, times: 4, new RandomStream(7));
        Assert.Equal(40 + 4 * 5, mixed.TokenCount);
        Assert.Equal(["a", "b"], Enumerable.Range(0, mixed.Count).Select(mixed.Key));
        int[] tokens = [.. mixed.Tokens];
        Assert.Equal(Enumerable.Range(0, 40), tokens.Where(token => token < 200));
        foreach (int[] canary in canaries)
            Assert.Equal(4, Enumerable.Range(0, tokens.Length - canary.Length + 1).Count(at => tokens.AsSpan(at, canary.Length).SequenceEqual(canary)));
    }

    [Fact]
    public void What_a_model_has_learnt_by_heart_is_exposed_and_what_it_never_saw_is_not()
    {
        IReadOnlyList<int[]> seen = [.. Enumerable.Range(0, 4).Select(i => Canaries.Draw(8, 30, new RandomStream(1).Derive("seen", i)))];
        IReadOnlyList<int[]> never = [.. Enumerable.Range(0, 40).Select(i => Canaries.Draw(8, 30, new RandomStream(1).Derive("never", i)))];
        var plain = new TextData(
            Vocabulary.OfCharacters(string.Concat(Enumerable.Range(0, 30).Select(i => (char)('A' + i)))),
            [.. Enumerable.Range(0, 600).Select(i => i * i % 30)], new TextDocument("a", 0, 600));
        TextData text = Canaries.PutInto(plain, seen, 15, new RandomStream(2));
        var gpt = new Gpt { Layers = 1, Heads = 2, Width = 32, Context = 8 };
        Model trained = gpt.Build(DataShape.Of(text), 8, new RandomStream(5));
        trained.Plan(forTraining: true);
        var loop = new TrainingLoop(trained, new LocalTraining { Steps = 400, Epochs = null, BatchSize = 8, Optimizer = new AdamW { LearningRate = 0.01 } });
        loop.Run(text, new RandomStream(6), cancellation: TestContext.Current.CancellationToken);
        var model = (LanguageModel)gpt.Build(DataShape.Of(text), 40, new RandomStream(5));
        model.Parameters.Load(trained.Parameters.ToSet());
        model.Plan(forTraining: false);
        var learnt = CanaryExposure.Measure(model, seen, new RandomStream(8));
        Assert.Equal(10, learnt.Limit, 1e-12);
        Assert.InRange(learnt.Mean, 8, 10);
        Assert.InRange(CanaryExposure.Measure(model, never, new RandomStream(9)).Mean, 0.5, 2.5); // 1.44 in the mean
    }

    [Fact]
    public void A_rank_in_the_middle_is_one_bit_and_equal_losses_count_by_half()
    {
        // Of a vocabulary of one token all sequences are the same.
        var text = new TextData(Vocabulary.OfCharacters("a"), [0, 0, 0, 0], new TextDocument("a", 0, 4));
        var model = (LanguageModel)new Gpt { Layers = 1, Heads = 1, Width = 4, Context = 4 }.Build(DataShape.Of(text), 3, new RandomStream(5));
        var exposure = CanaryExposure.Measure(model, [[0, 0]], new RandomStream(1), candidates: 6);
        Assert.Equal(Math.Log2(7 / 4.0), exposure.Mean, 1e-12);
    }
}
