using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Tributary.Tensors.Tests;

public sealed class TrainingTests
{
    public static TheoryData<string> Names => SmallModel.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void A_thousand_steps_allocate_nothing(string name)
    {
        SmallModel model = SmallModel.Named(name, capacity: 4);
        for (int step = 0; step < 100; step++) model.Step(0.01f); // the runtime compiles what is hot once more, and may allocate for it
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int step = 0; step < 1000; step++) model.Step(0.01f);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_smaller_batch_gives_the_same_bits_as_a_graph_of_that_capacity(string name)
    {
        SmallModel large = SmallModel.Named(name, capacity: 32), small = SmallModel.Named(name, capacity: 3);
        large.Step(0.1f); // leaves values of all 32 examples in the buffers
        large.Parameters.Load(small.Parameters.ToSet());
        large.Graph.Batch = 3;
        large.Graph.Random = new RandomStream(3);
        for (int step = 0; step < 3; step++)
        {
            large.Step(0.1f);
            small.Step(0.1f);
        }
        Assert.Equal(small.Loss.Values, large.Loss.Values);
        Assert.Equal(small.Parameters.Gradient, large.Parameters.Gradient);
        Assert.Equal(small.Parameters.Values, large.Parameters.Values);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Any_number_of_threads_gives_the_same_bits(string name)
    {
        string expected = Train(SmallModel.Named(name, capacity: 13));
        foreach (int threads in (int[])[2, 3, 8])
        {
            SmallModel model = SmallModel.Named(name, capacity: 13);
            (model.Graph.Threads, model.Graph.LeastWork) = (threads, 1);
            Assert.Equal(expected, Train(model));
            SmallModel planned = SmallModel.Named(name, capacity: 13);
            (planned.Graph.Threads, planned.Graph.LeastWork) = (threads, 1);
            planned.Graph.Plan(planned.Loss);
            Assert.Equal(expected, Train(planned));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_plan_gives_the_same_bits(string name)
    {
        SmallModel planned = SmallModel.Named(name, capacity: 5);
        planned.Graph.Plan(planned.Loss);
        Assert.Equal(Train(SmallModel.Named(name, capacity: 5)), Train(planned));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_plan_without_gradients_gives_the_same_loss(string name)
    {
        SmallModel plain = SmallModel.Named(name, capacity: 5), planned = SmallModel.Named(name, capacity: 5);
        planned.Graph.Plan(null, planned.Loss);
        plain.Graph.Forward();
        planned.Graph.Forward();
        Assert.Equal(plain.Loss.Values, planned.Loss.Values);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Operations_that_are_computed_when_recorded_give_the_same_bits(string name)
    {
        SmallModel recorded = SmallModel.Named(name, capacity: 5), eager = SmallModel.Named(name, capacity: 5, eager: true);
        recorded.Graph.Forward();
        Assert.Equal(recorded.Loss.Values, eager.Loss.Values);
        recorded.Graph.Backward(recorded.Loss);
        eager.Graph.Backward(eager.Loss);
        Assert.Equal(recorded.Parameters.Gradient, eager.Parameters.Gradient);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradient_descent_lowers_the_loss(string name)
    {
        SmallModel model = SmallModel.Named(name, capacity: 4);
        model.Graph.Training = false;
        model.Graph.Forward();
        float first = model.Loss.Values[0];
        for (int step = 0; step < 100; step++) model.Step(0.05f);
        Assert.InRange(model.Loss.Values[0], 0, 0.8f * first);
    }

    /// <summary>The digests were computed once; every machine, instruction set and runtime must reproduce them.</summary>
    [Theory]
    [InlineData("perceptron", "293524588317c0ad")]
    [InlineData("convolutional", "952d815cce2f5570")]
    [InlineData("transformer", "5a846c54c751cb64")]
    [InlineData("diffusion", "f85dfdb066cdcd1e")]
    public void Ten_steps_give_the_same_bits_everywhere(string name, string digest)
    {
        SmallModel model = SmallModel.Named(name, capacity: 5);
        Assert.Equal(digest, Train(model)[..16]);
    }

    /// <summary>A digest of the parameters after ten steps.</summary>
    private static string Train(SmallModel model)
    {
        for (int step = 0; step < 10; step++) model.Step(0.05f);
        return Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(model.Parameters.Values)));
    }
}
