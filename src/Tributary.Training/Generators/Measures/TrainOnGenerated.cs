using Tributary.Core;
using Tributary.Models;
using Tributary.Tensors;

namespace Tributary.Training;

/// <summary>Trains classifiers on generated rows and measures them on real ones that were held out (TSTR).</summary>
/// <remarks>Esteban, Hyland, Raetsch: Real-valued (medical) time series generation, arXiv:1706.02633, section 4.1.2.</remarks>
public static class TrainOnGenerated
{
    private const int Batch = 128, Steps = 1500;

    /// <summary>Both classifiers, each with every seed on either table.</summary>
    internal static IReadOnlyList<Usefulness> Measure(
        TableData real, TableData test, TableData generated, int seeds, RandomStream random, int threads)
    {
        var encoding = new RowEncoding(real);
        return Measure(encoding.Encode(real), encoding.Encode(test), encoding.Encode(generated), seeds, random, threads);
    }

    /// <summary>A logistic regression and a network of 64 hidden units, each with every seed on real and on generated examples.</summary>
    /// <param name="from">Real examples to train on.</param>
    /// <param name="held">Real examples to measure on.</param>
    /// <param name="made">Generated examples to train on.</param>
    /// <param name="seeds">How often each classifier is trained on each.</param>
    /// <param name="random">How classifiers begin, and the order of examples.</param>
    /// <param name="threads">How many threads may work; the figures do not depend on it.</param>
    public static IReadOnlyList<Usefulness> Measure(
        LabelledData from, LabelledData held, LabelledData made, int seeds, RandomStream random, int threads)
    {
        (string Name, IArchitecture Architecture, double Rate)[] kinds =
            [("logistic", new LogisticRegression(), 1e-2), ("mlp", new Mlp { Hidden = [64] }, 2e-3)];
        return
        [
            .. kinds.Select(kind => new Usefulness(
                kind.Name,
                Mean(seed => Train(kind.Architecture, kind.Rate, from, held, random.Derive(kind.Name, seed), threads)),
                Mean(seed => Train(kind.Architecture, kind.Rate, made, held, random.Derive(kind.Name, seed), threads)))),
        ];

        Prediction Mean(Func<int, Prediction> train)
        {
            Prediction[] each = [.. Enumerable.Range(0, seeds).Select(train)];
            return new Prediction(each.Average(one => one.Accuracy), each.Average(one => one.MacroF1));
        }
    }

    /// <summary>What the most frequent class alone would come to.</summary>
    internal static Prediction Majority(TableData real, TableData test)
    {
        var encoding = new RowEncoding(real);
        LabelledData from = encoding.Encode(real), held = encoding.Encode(test);
        int[] counts = new int[from.ClassCount];
        for (int i = 0; i < from.Count; i++) counts[from.Label(i)]++;
        int most = Array.IndexOf(counts, counts.Max());
        int[,] taken = new int[counts.Length, counts.Length];
        for (int i = 0; i < held.Count; i++) taken[held.Label(i), most]++;
        return Prediction.Of(taken);
    }

    private static Prediction Train(
        IArchitecture architecture, double rate, LabelledData data, LabelledData test, RandomStream random, int threads)
    {
        var classifier = (Classifier)architecture.Build(DataShape.Of(data), Batch, random.Derive("initial"));
        classifier.Plan(forTraining: true);
        var loop = new TrainingLoop(classifier, new LocalTraining
        {
            Optimizer = new AdamW { LearningRate = rate },
            BatchSize = Batch,
            Epochs = null,
            Steps = Steps,
        })
        {
            Threads = threads,
        };
        loop.Run(data, random);
        int[,] taken = new int[data.ClassCount, data.ClassCount];
        for (int start = 0; start < test.Count; start += Batch)
        {
            int[] rows = [.. Enumerable.Range(start, Math.Min(Batch, test.Count - start))];
            classifier.Load(test, rows, random);
            classifier.Graph.Forward();
            for (int i = 0; i < rows.Length; i++) taken[test.Label(rows[i]), classifier.Predict(i).Class]++;
        }
        return Prediction.Of(taken);
    }
}
