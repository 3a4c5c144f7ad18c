using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>What a checkpoint may claim at most, and the one name that all families share.</summary>
internal static class CheckpointLimits
{
    /// <summary>The matrix that scores tokens, where it is not the table of the tokens.</summary>
    public const string Head = "lm_head.weight";

    /// <summary>The most blocks.</summary>
    public const int Layers = 1024;

    /// <summary>The most positions.</summary>
    public const int Positions = RotaryTable.MostPositions;
}
