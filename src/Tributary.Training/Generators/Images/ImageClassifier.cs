using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Tributary.Core;
using Tributary.Models;
using Tributary.Tensors;

namespace Tributary.Training;

/// <summary>
/// A small convolutional network that is trained on labelled images in one place and then only looked through: it says what pictures show,
/// and its last hidden layer is where sets of pictures are compared.
/// </summary>
/// <remarks>The same data, seed and version of this program give the same network, named by <see cref="Digest"/>.</remarks>
public sealed class ImageClassifier
{
    private const int Batch = 50, MostEpochs = 20, MostSteps = 4000;

    private static readonly int[] _channels = [16, 32];

    private readonly Classifier _network;

    private ImageClassifier(Classifier network, int threads)
    {
        _network = network;
        _network.Graph.Threads = threads;
        Digest = Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(network.Parameters.Values)));
    }

    /// <summary>The SHA-256 of the trained parameters, in hexadecimal digits: figures of two networks cannot be compared.</summary>
    public string Digest { get; }

    /// <summary>The width of the last hidden layer.</summary>
    public int Width => _network.Features.Shape[^1];

    /// <summary>Trains on labelled images: 20 epochs, or 4,000 steps of 50 images where that is less.</summary>
    /// <param name="images">(height, width, channels) with at least two classes.</param>
    /// <param name="random">Decides where the network begins and the order of the images.</param>
    /// <param name="threads">How many threads may work; changes no bit.</param>
    /// <exception cref="DataException">The data has no images or no classes.</exception>
    public static ImageClassifier Train(LabelledData images, RandomStream random, int threads)
    {
        if (images.FeatureShape.Rank != 3)
            throw new DataException("Pictures have height, width and channels, and these examples have not. Name a set of pictures.");
        int side = Math.Min(images.FeatureShape[0], images.FeatureShape[1]);
        int[] channels = _channels[..Math.Min(_channels.Length, int.Log2(side))];
        var network = (Classifier)new ConvNet { Channels = channels, Kernel = 3, Hidden = 64 }
            .Build(DataShape.Of(images), Batch, random.Derive("initial"));
        var loop = new TrainingLoop(network, new LocalTraining
        {
            Optimizer = new AdamW { LearningRate = 1e-3 },
            BatchSize = Batch,
            Epochs = null,
            Steps = Math.Min(MostSteps, MostEpochs * ((images.Count + Batch - 1) / Batch)),
        })
        {
            Threads = threads,
        };
        loop.Run(images, random);
        return new ImageClassifier(network, threads);
    }

    /// <summary>The class that each image most likely shows, and what the last layer sees of it.</summary>
    /// <param name="count">How many images.</param>
    /// <param name="image">Writes the pixels of an image.</param>
    public (int[] Classes, float[][] Features) Look(int count, Action<int, Memory<float>> image)
    {
        int[] classes = new int[count];
        float[][] features = new float[count][];
        int size = 0;
        float[] pixels = [];
        for (int start = 0; start < count; start += Batch)
        {
            int batch = Math.Min(Batch, count - start);
            _network.Graph.Batch = batch;
            if (pixels.Length == 0) pixels = new float[size = _network.Input.Values.Length / batch];
            for (int i = 0; i < batch; i++)
            {
                image(start + i, pixels);
                pixels.CopyTo(_network.Input.Values[(i * size)..]);
                _network.Labels.Values[i] = 0; // the loss is not read
            }
            _network.Graph.Forward();
            for (int i = 0; i < batch; i++)
            {
                classes[start + i] = _network.Predict(i).Class;
                features[start + i] = _network.Features.Values.Slice(i * Width, Width).ToArray();
            }
        }
        return (classes, features);
    }

    /// <summary>The same of images in memory.</summary>
    public (int[] Classes, float[][] Features) Look(IReadOnlyList<float[]> images) =>
        Look(images.Count, (i, pixels) => images[i].CopyTo(pixels));

    /// <summary>The same of a data set.</summary>
    public (int[] Classes, float[][] Features) Look(LabelledData images) =>
        Look(images.Count, (i, pixels) => images.CopyFeatures(i, pixels.Span));

    /// <summary>The share of real images whose class it names.</summary>
    public double Accuracy(LabelledData images) =>
        Look(images).Classes.Where((found, i) => found == images.Label(i)).Count() / (double)images.Count;
}
