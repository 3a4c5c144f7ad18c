using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>
/// The convolutional network of McMahan et al. 2017: two 5x5 convolutions (32 and 64 channels), each followed by ReLU and 2x2 max pooling,
/// a layer of 512 and a softmax; 1,663,370 parameters on MNIST.
/// </summary>
/// <remarks>McMahan et al.: Communication-efficient learning of deep networks from decentralized data, AISTATS 2017, section 3.</remarks>
public sealed record ConvNet : IArchitecture
{
    /// <summary>The output channels of the convolutions, each at least one.</summary>
    public IReadOnlyList<int> Channels { get; init => field = Hyperparameter.EachAtLeastOne(value); } = [32, 64];

    /// <summary>The side of every kernel, at least one; an odd one lies centred on its pixel.</summary>
    public int Kernel { get; init => field = Hyperparameter.AtLeastOne(value); } = 5;

    /// <summary>The width of the layer before the softmax.</summary>
    public int Hidden { get; init => field = Hyperparameter.AtLeastOne(value); } = 512;

    /// <summary>The function behind every layer but the last; tanh keeps gradients small, which suits their clipping and noise.</summary>
    /// <remarks>Papernot et al.: Tempered sigmoid activations for deep learning with differential privacy, AAAI 2021.</remarks>
    public ConvNetActivation Activation { get; init; } = ConvNetActivation.Relu;

    /// <inheritdoc/>
    public Model Build(DataShape data, int capacity, RandomStream initialization)
    {
        if (data.Features is not [int height, int width, int depth])
            throw new DataException(
                "A convolutional network needs images (height, width, channels), but the examples have shape " +
                $"({string.Join(", ", data.Features)}). Use 'mlp' for rows.");
        if (Math.Min(height, width) >> Channels.Count == 0)
            throw new DataException(
                $"{Channels.Count} convolutions, each with its pooling, leave nothing of images of {height} x {width}. " +
                "Give fewer 'channels'.");
        return Classifier.Build(data, capacity, initialization, builder =>
        {
            int[] channels = [depth, .. Channels];
            Conv2d[] convolutions = [.. Enumerable.Range(1, Channels.Count)
                .Select(i => new Conv2d(builder.Scope($"conv{i}"), channels[i - 1], channels[i], Kernel))];
            int flat = (height >> Channels.Count) * (width >> Channels.Count) * channels[^1];
            var hidden = new Linear(builder.Scope("fc1"), flat, Hidden);
            var output = new Linear(builder.Scope("fc2"), Hidden, data.Classes);
            return x =>
            {
                // (B, H/2, W/2, C); the same as the function first, on a quarter of the pixels
                foreach (Conv2d convolution in convolutions) x = Activate(convolution.Forward(x).MaxPool2d(2));
                Tensor features = Activate(hidden.Forward(x.Reshape(flat)));
                return (features, output.Forward(features));
            };
        });
    }

    private Tensor Activate(Tensor x) => Activation == ConvNetActivation.Tanh ? x.Tanh() : x.Relu();
}
