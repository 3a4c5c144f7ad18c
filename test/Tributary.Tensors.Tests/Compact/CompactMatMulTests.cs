using System.Runtime.InteropServices;

namespace Tributary.Tensors.Tests;

public sealed class CompactMatMulTests
{
    public static TheoryData<CompactFormat, int, int, int> Cases
    {
        get
        {
            var cases = new TheoryData<CompactFormat, int, int, int>();
            foreach (CompactFormat format in Enum.GetValues<CompactFormat>())
                foreach ((int inputs, int outputs) in ((int, int)[])[(5, 3), (64, 64), (90, 600), (800, 70), (800, 1100)])
                    for (int threads = 1; threads <= 3; threads++) cases.Add(format, inputs, outputs, threads);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gives_the_bits_of_a_product_with_the_decoded_weight(CompactFormat format, int inputs, int outputs, int threads)
    {
        CompactTensor weight = Weight(format, inputs, outputs);
        var decoded = new ParameterBuilder();
        Tensor frozen = decoded.Buffer("weight", weight.Shape, Initializer.Zeros);
        decoded.Build(new RandomStream(0));
        weight.CopyTo(frozen.Values);
        foreach (int rows in (int[])[1, 7, 29])
        {
            var expected = new Run(rows, inputs, x => x.MatMul(frozen), threads: 1, plan: false);
            foreach (bool plan in (bool[])[false, true])
            {
                var actual = new Run(rows, inputs, x => x.MatMul(weight), threads, plan);
                Assert.Equal(expected.Output, actual.Output);
                Assert.Equal(expected.Gradient, actual.Gradient);
            }
        }
    }

    [Theory]
    [InlineData(CompactFormat.Bfloat16)]
    [InlineData(CompactFormat.Int8)]
    public void The_gradient_of_its_input_is_right(CompactFormat format)
    {
        CompactTensor weight = Weight(format, 11, 18);
        var check = new GradientCheck(capacity: 4, batch: 3);
        check.Passes(() => check.Activation(5, 11).MatMul(weight));
    }

    [Fact]
    public void Passes_allocate_nothing_and_need_room_for_a_piece_of_the_weight_alone()
    {
        CompactTensor weight = Weight(CompactFormat.Int8, 1200, 2000);
        var graph = new Graph(capacity: 2);
        Tensor x = graph.Allocate([2, 1200], requiresGradient: true, perExample: true).Filled(1, -2, 3), loss = x.MatMul(weight).Mean();
        long start = GC.GetAllocatedBytesForCurrentThread();
        Step();
        long first = GC.GetAllocatedBytesForCurrentThread();
        Step();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - first);
        Assert.InRange(first - start, 1, weight.Bytes); // a quarter of what the floats would be

        void Step()
        {
            graph.Forward();
            graph.Backward(loss);
        }
    }

    [Fact]
    public void A_frozen_weight_has_no_say_in_which_tensors_are_trained()
    {
        var graph = new Graph(capacity: 2);
        Tensor frozen = graph.Input(5).MatMul(Weight(CompactFormat.Int8, 5, 4));
        Assert.False(frozen.RequiresGradient);
        Assert.Equal([2, 4], frozen.Shape.Extents.ToArray());
    }

    [Fact]
    public void Operands_that_do_not_fit_are_refused()
    {
        var graph = new Graph(capacity: 2);
        Refuses("expected 7, got 5", () => graph.Input(5).MatMul(Weight(CompactFormat.Int8, 7, 4)));
        Refuses("expected a matrix, got shape (6)", () => graph.Input(6).MatMul(CompactTensor.Encode([6], new float[6], CompactFormat.Bfloat16)));
        Refuses("got a scalar", () => graph.Input(5).Mean().MatMul(Weight(CompactFormat.Int8, 1, 4)));

        static void Refuses(string message, Func<Tensor> act) =>
            Assert.Contains(message, Assert.Throws<TensorException>(() => { act(); }).Message, StringComparison.Ordinal);
    }

    private static CompactTensor Weight(CompactFormat format, int inputs, int outputs)
    {
        float[] values = new float[inputs * outputs];
        new RandomStream(4).FillNormal(values);
        return CompactTensor.Encode([inputs, outputs], values, format);
    }

    /// <summary>The bits of a forward and a backward pass: what came out, and the gradient of what went in.</summary>
    private sealed class Run
    {
        public Run(int rows, int inputs, Func<Tensor, Tensor> product, int threads, bool plan)
        {
            var graph = new Graph(capacity: rows) { Threads = threads, LeastWork = 1 };
            Tensor x = graph.Allocate([rows, inputs], requiresGradient: true, perExample: true);
            new RandomStream(6).FillNormal(x.Values);
            Tensor first = product(x), second = product(x.Tanh()), output = first + first * second, loss = output.Mean();
            if (plan) graph.Plan(loss, output);
            graph.Forward();
            Output = MemoryMarshal.Cast<float, uint>(output.Values).ToArray();
            graph.Backward(loss);
            Gradient = MemoryMarshal.Cast<float, uint>(x.Gradient).ToArray();
        }

        public uint[] Output { get; }

        public uint[] Gradient { get; }
    }
}
