namespace Tributary.Privacy;

/// <summary>In which order two neighbours are compared.</summary>
internal enum Direction
{
    /// <summary>What is seen has one more than what it is compared with.</summary>
    Removing,

    /// <summary>What is seen has one less than what it is compared with.</summary>
    Adding,

    /// <summary>One is replaced by another: both orders are the same.</summary>
    Replacing,
}
