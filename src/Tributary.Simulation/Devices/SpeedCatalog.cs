using Tributary.Core;

namespace Tributary.Simulation;

/// <summary>The ways in which a job can spread its clients' speeds.</summary>
public static class SpeedCatalog
{
    /// <summary>Spreads of speed.</summary>
    public static Registry<ISpeed> Speeds { get; } = new Registry<ISpeed>("spread of speeds")
        .Add("constant", "All clients are equally fast.", SpeedJson.Default.ConstantSpeed, new ConstantSpeed())
        .Add("log-normal", "A long tail of slow clients.", SpeedJson.Default.LogNormalSpeed, new LogNormalSpeed())
        .Add("slow-share", "A share of the clients is slower by a factor.", SpeedJson.Default.SlowShare, new SlowShare());
}
