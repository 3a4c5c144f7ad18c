using Tributary.Core;
using Tributary.Models;
using Tributary.Models.Tests;
using Tributary.Tensors;

namespace Tributary.Training.Tests;

public sealed class EmbeddingTests
{
    private const int Frequencies = 37;

    private static readonly DpMerf _architecture = new() { Frequencies = Frequencies, Hidden = [6], Steps = 4, Batch = 3 };

    private static async Task<long[]> SumAsync(LabelledData data, int threads = 1)
    {
        Model model = SmallData.Build(_architecture, data, 2);
        int length = data.ClassCount * EmbeddingGrid.WidthOf(Frequencies);
        float[] values = new float[2 * length];
        var options = new LocalTraining { Optimizer = new Sgd { LearningRate = 0.1 } };
        var trainer = new SiteTrainer(data, new Pool<TrainingLoop>(() => new TrainingLoop(model, options)), threads, model: model);
        var task = new LocalTask(
            new RoundId("run", 1), EmbeddingPhase.Embeddings, model.Parameters.ToSet(), [], values, new ClientMemory(new MemoryVault()), new RandomStream(1));
        LocalResult result = await trainer.AnswerAsync(task, CancellationToken.None);
        Assert.Equal(data.Count, result.Examples);
        return [.. Enumerable.Range(0, length).Select(i => EmbeddingGrid.Join(values[i], values[length + i]))];
    }

    [Fact]
    public async Task Sums_of_parts_add_up_to_the_sum_of_all_for_any_number_of_threads()
    {
        LabelledData data = SmallData.Images(200);
        long[] all = await SumAsync(data);
        long[] first = await SumAsync(data.Select([.. Enumerable.Range(0, 71)])), rest = await SumAsync(data.Select([.. Enumerable.Range(71, 129)]));
        Assert.Equal(all, first.Zip(rest, (a, b) => a + b));
        Assert.Equal(all, await SumAsync(data, threads: 3));
    }

    [Fact]
    public async Task One_image_changes_the_sums_by_no_more_than_the_noise_is_made_for()
    {
        LabelledData data = SmallData.Images(60);
        double most = 0;
        for (int i = 0; i < data.Count; i++)
        {
            long[] one = await SumAsync(data.Select([i]));
            most = Math.Max(most, Math.Sqrt(one.Sum(number => (double)number * number)));
            Assert.Equal(EmbeddingGrid.One, one[(data.Label(i) + 1) * EmbeddingGrid.WidthOf(Frequencies) - 1]);
            Assert.InRange(one.Count(number => number != 0), 1, EmbeddingGrid.WidthOf(Frequencies)); // those of its class alone
        }
        double bound = EmbeddingGrid.Sensitivity(Frequencies);
        Assert.InRange(most, 0.97 * bound, bound);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2047)]
    [InlineData(2048)]
    [InlineData(-2048)]
    [InlineData(-2049)]
    [InlineData(123_456_789)]
    [InlineData(-123_456_789)]
    public void Sums_travel_as_two_whole_numbers_of_fifteen_digits(long sum)
    {
        EmbeddingGrid.Split(sum, out float high, out float low);
        Assert.Equal(sum, EmbeddingGrid.Join(high, low));
        Assert.InRange(low, -2048, 2047);
        Assert.InRange(Math.Abs(high), 0, 32767);
        Assert.Equal(high, MathF.Round(high));
    }

    [Fact]
    public void The_most_images_of_a_class_are_those_whose_count_still_fits()
    {
        EmbeddingGrid.Split((long)EmbeddingGrid.MostImages * EmbeddingGrid.One, out float high, out _);
        Assert.InRange(high, 32766, 32767);
    }

    [Theory]
    [InlineData(10, 1e-5)]
    [InlineData(1, 1e-5)]
    [InlineData(3, 1e-6)]
    public void The_noise_keeps_the_promise_and_not_much_more(double epsilon, double delta)
    {
        var budget = EmbeddingBudget.Of(_architecture with { Epsilon = epsilon, Delta = delta })!;
        Assert.InRange(budget.Epsilon, 0.999 * epsilon, epsilon);
        Assert.Equal(budget.Multiplier * EmbeddingGrid.Sensitivity(Frequencies), budget.Sigma, 1e-9);
        Assert.Null(EmbeddingBudget.Of(_architecture));
    }

    [Fact]
    public void The_generator_learns_the_means_it_is_given_with_the_same_bits_for_any_number_of_threads()
    {
        (double before, double after, float[] one) = Learn(threads: 1);
        Assert.True(after < 0.2 * before, $"{before} {after}");
        Assert.Equal(one, Learn(threads: 4).Values);
    }

    private static (double Before, double After, float[] Values) Learn(int threads)
    {
        LabelledData data = SmallData.Images(60);
        DpMerf architecture = _architecture with { Steps = 300, Batch = 10, Hidden = [20] };
        var model = (MeanEmbeddingModel)SmallData.Build(architecture, data, 30);
        float[] image = new float[16];
        var graph = new Graph(1);
        Tensor input = graph.Input(16), features = input.MatMul(model.Frequencies).FourierFeatures();
        for (int i = 0; i < data.Count; i++)
        {
            data.CopyFeatures(i, image);
            image.CopyTo(input.Values);
            graph.Forward();
            Span<float> mean = model.Means.Values.Slice(data.Label(i) * 2 * Frequencies, 2 * Frequencies);
            for (int j = 0; j < mean.Length; j++) mean[j] += features.Values[j] / 20;
        }
        double before = Distance(SmallData.Build(architecture, data, 30), model.Means.Values);
        EmbeddingFit.Train(model, [0, 1, 2], new RandomStream(4), threads);
        var again = SmallData.Build(architecture, data, 30);
        again.Parameters.Load(model.Parameters.ToSet());
        return (before, Distance(again, model.Means.Values), [.. model.Parameters.Values]);
    }

    private static double Distance(Model untrained, ReadOnlySpan<float> means)
    {
        var model = (MeanEmbeddingModel)untrained;
        means.CopyTo(model.Means.Values);
        for (int i = 0; i < 30; i++) model.Label.Values[i] = i / 10;
        new RandomStream(8).FillNormal(model.Codes.Values);
        model.Graph.Forward();
        return model.Loss.Values[0];
    }
}
