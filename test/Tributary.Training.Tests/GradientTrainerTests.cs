using Tributary.Core;
using Tributary.Models;
using Tributary.Models.Tests;
using Tributary.Tensors;

namespace Tributary.Training.Tests;

public sealed class GradientTrainerTests
{
    private static readonly LabelledData _data = SmallData.Rows(20);
    private static readonly LocalTraining _options = new() { Optimizer = new Sgd { LearningRate = 0.1 }, Epochs = 2, BatchSize = 8 };

    private static Model Build() => SmallData.Build(new Mlp { Hidden = [4] }, _data, 8);

    private static async Task<(float[] Values, LocalResult Result)> AnswerAsync(ParameterSet global, params Segment[] answer)
    {
        float[] values = new float[answer.Sum(segment => segment.Length)];
        float[] first = new float[12], second = new float[12];
        var task = new LocalTask(new RoundId("run", 3), TrainPhase.QuestionName, global, answer, values, new ClientMemory(new MemoryVault()), new RandomStream(5));
        var trainer = new GradientTrainer(_data, new Pool<TrainingLoop>(() => new TrainingLoop(Build(), _options)));
        return (values, await trainer.AnswerAsync(task, CancellationToken.None));
    }

    [Fact]
    public async Task Answers_local_minus_global_for_the_tensors_that_are_asked_for_in_their_order()
    {
        ParameterSet global = Build().Parameters.ToSet(), before = global.Clone();
        Model local = Build();
        double loss = new TrainingLoop(local, _options).Run(_data, new RandomStream(5), round: 2);
        ParameterSet trained = local.Parameters.ToSet();

        (float[] values, LocalResult result) = await AnswerAsync(global, new Segment("fc2.weight", 8), new Segment("fc1.bias", 4));
        float[] expected = [.. Difference(trained, global, "fc2.weight"), .. Difference(trained, global, "fc1.bias")];
        Assert.Equal(expected, values);
        Assert.Contains(expected, value => value != 0);
        Assert.Equal(20, result.Examples);
        Assert.Equal([loss], result.Metrics);
        Assert.Equal(before.Values.ToArray(), global.Values.ToArray());
    }

    private static IEnumerable<float> Difference(ParameterSet local, ParameterSet global, string name) =>
        local[name].ToArray().Zip(global[name].ToArray(), (after, start) => after - start);

    [Fact]
    public async Task A_second_client_of_the_same_process_starts_from_the_global_model_too()
    {
        var loops = new Pool<TrainingLoop>(() => new TrainingLoop(Build(), _options with { Optimizer = new AdamW { LearningRate = 0.1 } }));
        ParameterSet global = Build().Parameters.ToSet();
        float[] first = new float[12], second = new float[12];
        var task = new LocalTask(new RoundId("run", 1), TrainPhase.QuestionName, global, [new Segment("fc1.weight", 12)], first, new ClientMemory(new MemoryVault()), new RandomStream(5));
        await new GradientTrainer(_data, loops).AnswerAsync(task, CancellationToken.None);
        await new GradientTrainer(_data, loops).AnswerAsync(task with { Values = second, Random = new RandomStream(5) }, CancellationToken.None);
        Assert.Equal(first, second);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_client_that_keeps_its_optimizer_goes_on_as_if_there_were_no_rounds(bool keeps)
    {
        LocalTraining options = _options with { Optimizer = new AdamW { LearningRate = 0.1 }, KeepOptimizer = keeps };
        ParameterSet global = Build().Parameters.ToSet();
        Segment[] answer = [.. global.Layout.Entries.Select(entry => new Segment(entry.Name, entry.Shape.Count))];
        var central = new TrainingLoop(Build(), options);
        var vault = new MemoryVault();
        var loops = new Pool<TrainingLoop>(() => new TrainingLoop(Build(), options));
        for (int round = 1; round <= 3; round++)
        {
            central.Run(_data, new RandomStream((ulong)round), round - 1, continues: keeps && round > 1);
            float[] values = new float[answer.Sum(segment => segment.Length)];
            var memory = new ClientMemory(vault);
            await new GradientTrainer(_data, loops).AnswerAsync(
                new LocalTask(new RoundId("run", round), TrainPhase.QuestionName, global, answer, values, memory, new RandomStream((ulong)round)),
                CancellationToken.None);
            Assert.Equal(keeps, memory.Changes.Count > 0);
            await vault.StoreAsync(memory.Changes, TestContext.Current.CancellationToken);
            loops.Use(loop => loop.Run(_data, new RandomStream(99))); // somebody else has the loop in between
            for (int i = 0; i < values.Length; i++) global.Values[i] += values[i];
            Assert.All(central.Model.Parameters.ToSet().Values.ToArray().Zip(global.Values.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
            central.Model.Parameters.Load(global); // the difference above is that of a subtraction and an addition
        }
    }

    [Fact]
    public void A_state_of_another_model_is_refused()
    {
        var loop = new TrainingLoop(Build(), _options with { Optimizer = new AdamW { LearningRate = 0.1 } });
        Assert.Throws<ArgumentException>(() => loop.Restore(new float[7]));
    }

    [Fact]
    public void The_number_of_steps_is_kept_exactly()
    {
        var loop = new TrainingLoop(Build(), _options with { Optimizer = new AdamW { LearningRate = 0.1 } });
        float[] saved = loop.Save();
        (saved[^2], saved[^1]) = (123456, 1048575);
        loop.Restore(saved);
        Assert.Equal(saved, loop.Save());
    }

    [Fact]
    public async Task A_tensor_that_the_model_does_not_have_is_named() => Assert.Contains("'lora.a'",
        (await Assert.ThrowsAsync<InvalidOperationException>(() => AnswerAsync(Build().Parameters.ToSet(), new Segment("lora.a", 3)))).Message,
        StringComparison.Ordinal);

    [Fact]
    public async Task A_model_of_another_shape_is_refused()
    {
        ParameterSet other = SmallData.Build(new Mlp { Hidden = [5] }, _data, 1).Parameters.ToSet();
        await Assert.ThrowsAsync<TensorException>(() => AnswerAsync(other, new Segment("fc1.bias", 5)));
    }
}
