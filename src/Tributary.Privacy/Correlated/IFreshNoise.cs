namespace Tributary.Privacy;

/// <summary>Independent noise by number: the same numbers whenever the same one is asked for, so that nothing has to be kept.</summary>
public interface IFreshNoise
{
    /// <summary>Fills <paramref name="values"/> with the noise of one number, in grid steps.</summary>
    /// <param name="number">Which, at least 0: a round, or a node of a tree.</param>
    /// <param name="values">All coordinates.</param>
    void Fill(long number, Span<long> values);
}
