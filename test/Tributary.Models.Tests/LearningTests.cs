using Tributary.Tensors;

namespace Tributary.Models.Tests;

public sealed class LearningTests
{
    [Theory]
    [InlineData("logistic", 100, 0.5)]
    [InlineData("mlp", 100, 0.3)]
    [InlineData("cnn", 100, 0.1)]
    [InlineData("gpt", 100, 0.1)]
    [InlineData("diffusion", 200, 0.7)]
    [InlineData("flow", 200, 0.5)] // half of a generator's loss is noise that nobody can predict
    public void The_loss_falls_below_a_share_of_what_it_was(string name, int steps, double share)
    {
        (Model model, Dataset data) = SmallModels.Make(name, capacity: 20);
        double before = Evaluate(model, data);
        Train(model, data, steps);
        Assert.InRange(Evaluate(model, data), 0, share * before);
    }

    private static void Train(Model model, Dataset data, int steps)
    {
        var optimizer = new AdamW { LearningRate = 0.02 };
        OptimizerState state = optimizer.Begin(model.Parameters.Layout.TrainableLength);
        var random = new RandomStream(7);
        int[] examples = new int[model.CountExamples(data)];
        for (int step = 0; step < steps; step++)
        {
            model.ListExamples(data, examples, random);
            model.Load(data, examples.AsSpan(0, Math.Min(examples.Length, model.Graph.Capacity)), random);
            model.Graph.Forward();
            model.Graph.Backward(model.Loss);
            optimizer.Step(model.Parameters.Trainable, model.Parameters.Gradient, state);
        }
    }

    private static double Evaluate(Model model, Dataset data)
    {
        int[] examples = new int[model.CountExamples(data)];
        model.ListExamples(data, examples, null);
        model.Load(data, examples.AsSpan(0, Math.Min(examples.Length, model.Graph.Capacity)), new RandomStream(8));
        model.Graph.Forward();
        return model.Loss.Values[0];
    }
}
