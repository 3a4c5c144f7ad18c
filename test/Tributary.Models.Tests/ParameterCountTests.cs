using Tributary.Tensors;

namespace Tributary.Models.Tests;

public sealed class ParameterCountTests
{
    private static readonly DataShape _mnist = new() { Features = [28, 28, 1], Classes = 10, Characters = "" };
    private static readonly DataShape _shakespeare = new() { Features = [], VocabularySize = 65, Characters = "" };

    private static int Count(IArchitecture architecture, DataShape data) =>
        architecture.Build(data, 1, new RandomStream(1)).Parameters.Layout.TrainableLength;

    [Fact]
    public void A_logistic_regression_has_a_weight_for_each_pixel_and_class() =>
        Assert.Equal(784 * 10 + 10, Count(new LogisticRegression(), _mnist));

    [Fact]
    public void The_2NN_has_the_199210_parameters_of_its_paper() =>
        Assert.Equal(199_210, Count(new Mlp(), _mnist));

    [Fact]
    public void The_convolutional_network_has_the_1663370_parameters_of_its_paper() =>
        Assert.Equal(1_663_370, Count(new ConvNet(), _mnist));

    [Theory]
    [InlineData(ConvNetActivation.Relu)]
    [InlineData(ConvNetActivation.Tanh)]
    public void A_small_convolutional_network_has_its_parameters_whatever_stands_between_its_layers(ConvNetActivation activation) =>
        Assert.Equal(9 * 16 + 16 + 9 * 16 * 32 + 32 + 7 * 7 * 32 * 16 + 16 + 16 * 10 + 10,
            Count(new ConvNet { Channels = [16, 32], Kernel = 3, Hidden = 16, Activation = activation }, _mnist));

    [Fact]
    public void The_small_GPT_is_that_of_nanoGPT_with_the_biases_of_GPT_2()
    {
        const int Layers = 4, Width = 128;
        // nanoGPT's preset leaves biases out. GPT-2 has them in both norms, in both projections of attention and in both layers of the MLP.
        const int WithoutBiases = 804_096, BlockBiases = 2 * Width + (3 * Width + Width) + (4 * Width + Width), FinalNormBias = Width;
        Assert.Equal(WithoutBiases + Layers * BlockBiases + FinalNormBias, Count(new Gpt(), _shakespeare));
    }

    [Fact]
    public void The_image_generator_has_the_parameters_of_its_parts()
    {
        const int Width = 64, Pixels = 4, Positions = 16, Classes = 10;
        const int Square = Width * Width + Width;
        const int Attention = Width * 3 * Width + 3 * Width + Square, Mlp = Width * 4 * Width + 4 * Width + 4 * Width * Width + Width;
        const int Block = Attention + Mlp + 6 * Square;
        const int Embeddings = Pixels * Width + Width + Positions * Width + (Classes + 1) * Width + 2 * Square;
        const int Final = 2 * Square + Width * Pixels + Pixels;
        Assert.Equal(Embeddings + 3 * Block + Final, Count(new FlowTransformer(), _mnist with { Features = [8, 8, 1] }));
    }

    [Fact]
    public void Column_statistics_travel_with_a_model_but_are_not_trained()
    {
        var rows = new DataShape { Features = [13], Classes = 2, Characters = "", Normalize = true };
        ParameterLayout layout = new LogisticRegression().Build(rows, 1, new RandomStream(1)).Parameters.Layout;
        Assert.Equal(13 * 2 + 2, layout.TrainableLength);
        Assert.Equal(layout.TrainableLength + 2 * 13, layout.Length);
    }
}
