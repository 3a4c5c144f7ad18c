namespace Tributary.Core.Tests;

public sealed class ToyCipherTests : StageLaws
{
    public override IStage Stage => new ToyCipher();

    public override double Tolerance => 1.0 / 32767;

    public override IReadOnlyList<IStage> Before => [new Quantize { Bits = 16, Range = 1 }];
}
