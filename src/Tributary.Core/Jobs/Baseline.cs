namespace Tributary.Core;

/// <summary>Training without a federation, to compare with.</summary>
public enum Baseline
{
    /// <summary>Every client by itself.</summary>
    Local,

    /// <summary>All data in one place, as if that were allowed.</summary>
    Pooled,
}
