namespace Tributary.Tensors.Tests;

public sealed class ConvolutionTests
{
    private readonly RandomStream _random = new(5);

    [Theory]
    [InlineData(true, 5, 5, 3, 18)]
    [InlineData(false, 5, 3, 1, 33)]
    [InlineData(true, 2, 4, 16, 16)]
    [InlineData(true, 1, 1, 7, 2)]
    public void Agrees_with_the_definition(bool same, int rows, int columns, int inputs, int outputs)
    {
        const int Batch = 2, Height = 8, Width = 7;
        var graph = new Graph(Batch);
        Tensor x = Random(graph.Input(Height, Width, inputs)), w = Random(Constant(rows, columns, inputs, outputs)), bias = Random(Constant(outputs));
        Tensor y = x.Conv2d(w, bias, same);
        graph.Forward();
        int top = same ? (rows - 1) / 2 : 0, left = same ? (columns - 1) / 2 : 0, index = 0;
        Assert.Equal(same ? [Batch, Height, Width, outputs] : [Batch, Height - rows + 1, Width - columns + 1, outputs], y.Shape);
        for (int b = 0; b < Batch; b++)
            for (int i = 0; i < y.Shape[1]; i++)
                for (int j = 0; j < y.Shape[2]; j++)
                    for (int o = 0; o < outputs; o++)
                    {
                        double sum = bias.Values[o];
                        for (int u = 0; u < rows; u++)
                            for (int v = 0; v < columns; v++)
                                for (int c = 0; c < inputs; c++)
                                {
                                    int row = i + u - top, column = j + v - left;
                                    if (row is < 0 or >= Height || column is < 0 or >= Width) continue;
                                    sum += (double)x.Values[((b * Height + row) * Width + column) * inputs + c]
                                        * w.Values[((u * columns + v) * inputs + c) * outputs + o];
                                }
                        Assert.Equal(sum, y.Values[index++], 5e-5);
                    }
    }

    [Fact]
    public void Pools_the_largest_and_drops_what_is_left_over()
    {
        var graph = new Graph(1);
        Tensor y = graph.Input(3, 5, 1).Filled(1, 2, 3, 4, 99, 5, 6, 8, 7, 99, 99, 99, 99, 99, 99).MaxPool2d();
        graph.Forward();
        Assert.Equal([6f, 8f], y.Values);
    }

    [Fact]
    public void The_first_of_equal_values_gets_the_gradient()
    {
        var graph = new Graph(1);
        Tensor x = graph.Allocate([1, 2, 2, 1], requiresGradient: true, perExample: true).Filled(3, 5, 5, 5);
        Tensor loss = x.MaxPool2d().Sum();
        graph.Forward();
        graph.Backward(loss);
        Assert.Equal([0f, 1f, 0f, 0f], x.Gradient);
    }

    [Fact]
    public void Averages_over_positions()
    {
        var graph = new Graph(2);
        Tensor y = graph.Input(2, 2).Filled(1, 10, 3, 30, 5, 50, 9, 90).AveragePool();
        graph.Forward();
        Assert.Equal([2f, 20f, 7f, 70f], y.Values);
    }

    private static Tensor Constant(params int[] shape)
    {
        var tensor = new Tensor(null, Shape.Create(shape), requiresGradient: false, isPerExample: false, new Storage(Shape.Create(shape).Count, false));
        tensor.Storage.Allocate();
        return tensor;
    }

    private Tensor Random(Tensor tensor)
    {
        _random.FillNormal(tensor.Values);
        return tensor;
    }
}
