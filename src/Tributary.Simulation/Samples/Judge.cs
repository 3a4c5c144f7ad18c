using Tributary.Core;
using Tributary.Models;
using Tributary.Tensors;
using Tributary.Training;

namespace Tributary.Simulation;

/// <summary>A classifier trained on real images in one place, to say what generated ones show.</summary>
internal sealed class Judge
{
    private const int Batch = 50, Epochs = 20;

    private readonly Classifier _classifier;

    private Judge(Classifier classifier) => _classifier = classifier;

    /// <summary>Trains on labelled images.</summary>
    public static Judge Train(LabelledData real, RandomStream random, int threads)
    {
        var classifier = (Classifier)new Mlp { Hidden = [128] }.Build(DataShape.Of(real), Batch, random.Derive("initial"));
        var loop = new TrainingLoop(
            classifier, new LocalTraining { Optimizer = new AdamW { LearningRate = 1e-3 }, BatchSize = Batch, Epochs = Epochs })
        {
            Threads = threads,
        };
        loop.Run(real, random);
        return new Judge(classifier);
    }

    /// <summary>The class that an image most likely shows.</summary>
    public int Classify(ReadOnlySpan<float> image)
    {
        _classifier.Graph.Batch = 1;
        image.CopyTo(_classifier.Input.Values);
        _classifier.Labels.Values[0] = 0;
        _classifier.Graph.Forward();
        return _classifier.Predict(0).Class;
    }

    /// <summary>The share of real images whose class it names.</summary>
    public double Accuracy(LabelledData data)
    {
        float[] image = new float[data.FeatureShape.Count];
        int right = 0;
        for (int i = 0; i < data.Count; i++)
        {
            data.CopyFeatures(i, image);
            if (Classify(image) == data.Label(i)) right++;
        }
        return (double)right / data.Count;
    }
}
