namespace Tributary.Core.Tests;

public sealed class PerLayerClipTests : StageLaws
{
    public override IStage Stage => new Clip { Norm = 0.3, PerLayer = true };

    public override IStage Faithful => new Clip { Norm = 100, PerLayer = true };

    public override double Tolerance => 1e-7;
}
