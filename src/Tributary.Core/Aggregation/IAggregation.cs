namespace Tributary.Core;

/// <summary>A fold over contributions, in progress. Its result does not depend on their order.</summary>
public interface IAggregation
{
    /// <summary>Takes over one contribution that is in range: it may be kept, and must not change any more.</summary>
    void Add(NumericPayload contribution);

    /// <summary>
    /// Takes over what another fold of the same rule and spec has seen: a tree of aggregators gives the same bits as one.
    /// </summary>
    void Merge(IAggregation other);

    /// <summary>The aggregate of everything added.</summary>
    Aggregate Finish();
}
