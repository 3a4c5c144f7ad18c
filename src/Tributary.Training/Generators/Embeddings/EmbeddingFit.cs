using Tributary.Models;
using Tributary.Tensors;

namespace Tributary.Training;

/// <summary>Trains the network of a <see cref="MeanEmbeddingModel"/> until its images have the given means.</summary>
internal static class EmbeddingFit
{
    /// <summary>Takes the architecture's steps, each on as many images of every class.</summary>
    /// <param name="model">With the means that are wanted; its parameters are changed.</param>
    /// <param name="classes">The classes whose means are known.</param>
    /// <param name="random">The codes of the images.</param>
    /// <param name="threads">How many threads share the work; the bits are the same for any number.</param>
    public static void Train(MeanEmbeddingModel model, IReadOnlyList<int> classes, RandomStream random, int threads)
    {
        DpMerf options = model.Architecture;
        var optimizer = new AdamW { LearningRate = options.LearningRate };
        var schedule = new CosineDecay { Steps = options.Steps };
        OptimizerState state = optimizer.Begin(model.Parameters.Layout);
        model.Plan(forTraining: true);
        model.Graph.Threads = state.Threads = threads;
        model.Graph.Training = true;
        model.Graph.Batch = classes.Count * options.Batch;
        for (int i = 0; i < model.Graph.Batch; i++) model.Label.Values[i] = classes[i / options.Batch];
        for (int step = 0; step < options.Steps; step++)
        {
            random.FillNormal(model.Codes.Values);
            model.Graph.Forward();
            model.Graph.Backward(model.Loss);
            optimizer.Step(model.Parameters.Trainable, model.Parameters.Gradient, state, schedule.Factor(step));
        }
    }
}
