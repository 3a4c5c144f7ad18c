namespace Tributary.Core.Tests;

public sealed class ClipTests : StageLaws
{
    public override IStage Stage => new Clip { Norm = 0.3 };

    public override IStage Faithful => new Clip { Norm = 100 };

    public override double Tolerance => 1e-7;

    public override IReadOnlyList<IStage> Impossible => [new Clip { Norm = 0 }, new Clip { Norm = double.NaN }, new Clip { Norm = double.PositiveInfinity }];

    [Fact]
    public async Task Scales_a_long_update_to_the_norm_and_keeps_its_direction()
    {
        var federation = new SmallFederation { Weighting = Weighting.Uniform };
        float[] before = federation.Update(1).Edit(), after = await ClippedAsync(federation, new Clip { Norm = 0.3 });
        Assert.Equal(0.3, Norm(after[..^3]), 1e-6);
        for (int i = 0; i < before.Length - 3; i++) Assert.Equal(before[i] / before[0], after[i] / after[0], 1e-4);
        Assert.Equal(before[^3..], after[^3..]);
    }

    [Fact]
    public async Task Leaves_a_short_update_alone_bit_for_bit()
    {
        var federation = new SmallFederation { Weighting = Weighting.Uniform };
        Assert.Equal(federation.Update(1).Edit(), await ClippedAsync(federation, new Clip { Norm = 5 }));
    }

    [Fact]
    public async Task Per_layer_bounds_each_tensor_by_its_part_of_the_norm()
    {
        var federation = new SmallFederation { Weighting = Weighting.Uniform };
        float[] before = federation.Update(1).Edit(), after = await ClippedAsync(federation, new Clip { Norm = 0.6, PerLayer = true });
        Assert.Equal(0.3, Norm(after[..40]), 1e-6);
        Assert.Equal(before[40..45], after[40..45]); // shorter than its part
        Assert.Equal(0.3, Norm(after[45..60]), 1e-6);
    }

    [Fact]
    public void Declares_the_tighter_of_two_bounds()
    {
        Assert.Equal(0.5, new Pipeline(new Clip { Norm = 0.5 }, new Clip { Norm = 2 }).Plan(new SmallFederation().Spec()).Wire.NormBound);
        Assert.Equal(0.5, new Pipeline(new Clip { Norm = 2 }, new Clip { Norm = 0.5, PerLayer = true }).Plan(new SmallFederation().Spec()).Wire.NormBound);
    }

    private static async Task<float[]> ClippedAsync(SmallFederation federation, Clip clip) =>
        ((RealPayload)await federation.EncodeAsync(new Pipeline(clip).Plan(federation.Spec()), 1)).Edit();

    private static double Norm(float[] values) => Math.Sqrt(values.Sum(value => (double)value * value));
}
