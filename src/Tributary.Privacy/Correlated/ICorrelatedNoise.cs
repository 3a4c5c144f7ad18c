namespace Tributary.Privacy;

/// <summary>
/// Noise for the sums of successive rounds that is made for their running sum: what one round adds, later ones take back in part. Needs no
/// sampling, only that nobody takes part too often.
/// </summary>
/// <remarks>
/// Used from the first round on, in order, one caller at a time. Whole numbers throughout, so that what a round releases is exactly a
/// function of sums with independent discrete noise.
/// </remarks>
public interface ICorrelatedNoise
{
    /// <summary>Of how many rounds the noise has been drawn.</summary>
    int Rounds { get; }

    /// <summary>Draws the noise of the next round, to be added to its sum.</summary>
    /// <param name="noise">Takes one number for each coordinate, in grid steps.</param>
    void Next(Span<long> noise);

    /// <summary>Goes on behind so many rounds, as after a restart: their noise is drawn again, and is the same.</summary>
    /// <param name="rounds">At least <see cref="Rounds"/>.</param>
    /// <param name="coordinates">How many coordinates there are.</param>
    void Resume(int rounds, int coordinates)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rounds, Rounds);
        long[] unused = new long[coordinates];
        while (Rounds < rounds) Next(unused);
    }
}
