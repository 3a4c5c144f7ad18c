namespace Tributary.Models;

/// <summary>What kind of thing is wrong with a checkpoint.</summary>
public enum CheckpointFault
{
    /// <summary>A file is missing, cannot be read, or breaks its format.</summary>
    Broken,

    /// <summary>The network is one that this program does not compute.</summary>
    Unsupported,

    /// <summary>Tensors are missing, superfluous or of another shape than the configuration says.</summary>
    Misfit,

    /// <summary>A network of this program is none that the format of the checkpoint knows.</summary>
    NotExportable,
}
