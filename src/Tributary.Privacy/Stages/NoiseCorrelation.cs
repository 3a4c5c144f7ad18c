namespace Tributary.Privacy;

/// <summary>How the noise of one round goes with that of the rounds before.</summary>
public enum NoiseCorrelation
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>By binary trees, each as long as clients take to have their turn.</summary>
    Tree,

    /// <summary>By the banded square root, of as many bands: usually the least noise in the model.</summary>
    Banded,
}
