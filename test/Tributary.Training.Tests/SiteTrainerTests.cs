using Tributary.Core;
using Tributary.Models;
using Tributary.Models.Tests;
using Tributary.Tensors;

namespace Tributary.Training.Tests;

public sealed class SiteTrainerTests
{
    private static async Task<(float[] Values, LocalResult Result)> AskAsync(Dataset data, string question, bool normalize = false)
    {
        IArchitecture architecture = data is TextData ? new Gpt { Layers = 1, Heads = 1, Width = 4, Context = 4 } : new LogisticRegression();
        Model model = architecture.Build(DataShape.Of(data, normalize), 4, new RandomStream(1));
        var options = new LocalTraining { Optimizer = new Sgd { LearningRate = 0.1 } };
        var trainer = new SiteTrainer(data, new Pool<TrainingLoop>(() => new TrainingLoop(model, options)));
        Segment[] answer = question == TrainPhase.QuestionName ? [new Segment("linear.bias", 2)] : [];
        float[] values = new float[100];
        var task = new LocalTask(new RoundId("run", 1), question, model.Parameters.ToSet(), answer, values, new ClientMemory(new MemoryVault()), new RandomStream(1));
        return (values, await trainer.AnswerAsync(task, CancellationToken.None));
    }

    [Fact]
    public async Task Trains_when_asked_to_train() =>
        Assert.Equal([true, true, false], (await AskAsync(SmallData.Rows(), TrainPhase.QuestionName)).Values.Take(3).Select(value => value != 0));

    [Fact]
    public async Task Answers_column_statistics_of_rows()
    {
        (float[] values, LocalResult result) = await AskAsync(SmallData.Rows(), NormalizePhase.Means, normalize: true);
        Assert.Equal(40, result.Examples);
        Assert.Contains(values, value => value != 0);
    }

    [Theory]
    [InlineData("show-me-everything")]
    [InlineData("")]
    [InlineData("Train")]
    public async Task Refuses_a_question_it_does_not_know(string question)
    {
        string message = (await Assert.ThrowsAsync<NotSupportedException>(() => AskAsync(SmallData.Rows(), question))).Message;
        Assert.Contains($"'{question}'", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_column_statistics_of_a_text() =>
        await Assert.ThrowsAsync<NotSupportedException>(() => AskAsync(SmallData.Letters(), NormalizePhase.Means));
}
