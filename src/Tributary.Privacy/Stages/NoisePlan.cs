using Tributary.Core;

namespace Tributary.Privacy;

/// <summary>Fits <see cref="Noise"/> to an update: how much noise, against what, and what an accountant may count on.</summary>
internal static class NoisePlan
{
    private const double LeastShare = 4; // grid steps: below, sums of discrete Gaussians are not nearly one any more
    private const double Tail = 12; // standard deviations that a ring must hold

    public static StagePlan Of(Noise noise, UpdateSpec input)
    {
        if (input.NormBound is not { } norm)
            throw new CompositionException(ProblemCodes.NoiseWithoutClip,
                "'noise' must know how far one client can move the sum, and nothing bounds that here: any noise may be too little. " +
                "Put 'clip' before it, and nothing between the two that keeps back part of an update for later rounds.");
        if (input.Weighting != Weighting.Uniform)
            throw new CompositionException(ProblemCodes.NoiseWithUnequalWeights,
                "'noise' is measured by what one client can add, and with weights by examples that, and the sum of weights, depends on " +
                "the client's size, which would show. Set 'weighting' to uniform.");
        if (input.Sees != Sees.Sum && noise.At != NoisePlace.Client)
            throw new CompositionException(ProblemCodes.NoiseWithoutSum,
                "'noise' hides one client in a sum, but the aggregator compares contributions, and one can decide its result. " +
                "Use the aggregator 'mean', or let every client add its own noise with 'at' client.");
        if (noise.Mechanism == NoiseMechanism.Laplace && noise.At == NoisePlace.Distributed)
            throw Impossible("Shares of Laplace noise do not add up to Laplace noise. Use 'skellam' or 'gaussian'.");
        if (noise.Mechanism == NoiseMechanism.Skellam && noise.At != NoisePlace.Distributed)
            throw Impossible("Skellam noise is for shares that add up; alone it costs more than 'gaussian' and gives no more. " +
                "Use 'gaussian', or set 'at' to distributed.");
        if (noise.Correlation != NoiseCorrelation.None) CheckCorrelation(noise);
        if (noise.Multiplier is not { } multiplier)
            throw new CompositionException(ProblemCodes.PrivacyIncomplete,
                "'noise' has no multiplier, and the job has no budget to work it out from. Give one of the two.");
        return noise.At == NoisePlace.Distributed
            ? Shared(noise, input, new Sensitivity(norm, input), multiplier)
            : Whole(noise, input, new Sensitivity(norm, input), multiplier);
    }

    /// <summary>Noise that takes back part of what was added before must come from one party, and count on who takes part when.</summary>
    private static void CheckCorrelation(Noise noise)
    {
        if (noise.At != NoisePlace.Server || noise.Mechanism != NoiseMechanism.Gaussian)
            throw Impossible("Noise that is correlated over rounds is the coordinator's own, and Gaussian. " +
                "Set 'at' to server and 'mechanism' to gaussian, or leave 'correlation' out.");
        if (noise.Separation < 2)
            throw Impossible("Noise that is correlated over rounds hides a client only if it never takes part twice within so many of " +
                "them, and this job does not see to that. Use the selector 'cyclic' with 2 groups or more and the pacing 'all', " +
                "or leave 'correlation' out.");
    }

    /// <summary>Noise that takes back part of what earlier rounds added: a client's turn is an event of its own.</summary>
    private static StagePlan Correlated(Noise noise, UpdateSpec input, Sensitivity sensitivity, double multiplier)
    {
        bool tree = noise.Correlation == NoiseCorrelation.Tree;
        var matrix = new BandedSquareRoot(noise.Separation, noise.Separation);
        double moved = tree ? sensitivity.L2 : BandedNoise.Sensitivity(matrix, sensitivity.L2, input.ValueCount);
        INoise fresh = Draw(multiplier * moved, laplace: false);
        var source = new CorrelatedSource(noise.Correlation, noise.Separation, fresh);
        DpEvent Event(double times) => tree ? new TreeEvent(multiplier / times, noise.Separation) : new GaussianEvent(multiplier / times);
        return new(input, Decoding.Any, _ => new NoiseClient(input, null), round => new NoiseServer(round, source.Fill, 1))
        {
            Release = new NoisyRelease
            {
                Event = Event(1),
                Replaced = Event(2),
                Observer = Observer.Public,
                NormBound = sensitivity.Norm,
                // What is left in a sum over as many rounds, shared out among them.
                Deviation = FixedPoint.Unit * Math.Sqrt(fresh.Variance / noise.Separation) * (tree ? 1 : matrix.MaxRowNorm),
                Values = input.ValueCount,
            },
        };
    }

    /// <summary>Noise that one party adds, on the grid of 2^-40.</summary>
    private static StagePlan Whole(Noise noise, UpdateSpec input, Sensitivity sensitivity, double multiplier)
    {
        if (noise.Correlation != NoiseCorrelation.None) return Correlated(noise, input, sensitivity, multiplier);
        bool laplace = noise.Mechanism == NoiseMechanism.Laplace;
        INoise distribution = Draw(multiplier * (laplace ? sensitivity.L1 : sensitivity.L2), laplace);
        bool server = noise.At == NoisePlace.Server;
        void Fresh(RoundContext round, Span<long> values) => NoiseSource.Fill(round, "noise", distribution, values);
        var release = new NoisyRelease
        {
            Event = laplace ? new LaplaceEvent(multiplier) : new GaussianEvent(multiplier),
            Replaced = laplace ? new LaplaceEvent(multiplier / 2) : new GaussianEvent(multiplier / 2),
            Observer = server ? Observer.Public : Observer.Server,
            NormBound = sensitivity.Norm,
            Deviation = FixedPoint.Unit * Math.Sqrt(distribution.Variance * (server ? 1 : input.Cohort)),
            Values = input.ValueCount,
        };
        StagePlan plan = server
            ? new(input, Decoding.Any, _ => new NoiseClient(input, null),
                round => new NoiseServer(round, Fresh, 1) { DividesByExpected = noise.DividesByExpected })
            : new(input with { NormBound = null }, Decoding.Any, context => new NoiseClient(input, new(context, distribution)),
                round => new NoiseServer(round, null, 1));
        return plan with { Release = release };
    }

    /// <summary>Noise of which every client adds a share, in steps of the ring.</summary>
    private static StagePlan Shared(Noise noise, UpdateSpec input, Sensitivity sensitivity, double multiplier)
    {
        int survivors = noise.Survivors ?? 1;
        if (survivors > input.Cohort)
            throw Impossible($"The noise is enough if {survivors} clients answer, and a round has at most {input.Cohort}. " +
                "Give 'survivors' a smaller number, or use a larger cohort.");
        long step = input.Segments[0].Step;
        if (input.Segments.Any(segment => segment.Role == SegmentRole.Values && segment.Step != step))
            throw Impossible("The tensors are quantized to different steps, and shares of noise need one. Give 'quantize' a common scale.");
        double deviation = multiplier * sensitivity.L2 / step, share = deviation / Math.Sqrt(survivors);
        bool skellam = noise.Mechanism == NoiseMechanism.Skellam;
        if (!skellam && share < LeastShare)
            throw Impossible(
                $"The share of a client is {share:0.###} steps of 'quantize', and below {LeastShare} shares of Gaussian noise do not add " +
                "up to Gaussian noise. Use more bits, or 'skellam'.");
        double l2 = sensitivity.L2 / step, l1 = Math.Max(l2, Math.Min(sensitivity.L1 / step, l2 * l2)); // whole numbers: |x| <= x^2
        DpEvent Event(double times) => skellam
            ? new SkellamEvent(deviation * deviation, times * l2, Math.Max(times * l2, Math.Min(times * l1, times * times * l2 * l2)),
                input.ValueCount)
            : new GaussianEvent(multiplier / times);
        // A sum of words must fit the ring with all its noise, or it would wrap around.
        double largest = input.Segments[0].RingBits >= 62 ? double.PositiveInfinity : Math.ScaleB(0.5, input.Segments[0].RingBits)
            + Tail * share * Math.Sqrt(input.Cohort);
        int bits = double.IsInfinity(largest) ? 64 : Math.Min(64, (int)Math.Ceiling(Math.Log2(largest)) + 1);
        UpdateSpec output = input with
        {
            Segments = [.. input.Segments.Select(s => s.Role == SegmentRole.Values ? s with { RingBits = bits } : s)],
            NormBound = null,
        };
        INoise distribution = skellam ? new SkellamNoise(share * share) : new DiscreteGaussian(share);
        return new(output, Decoding.Any,
            context => new NoiseClient(output, new(context, distribution)), round => new NoiseServer(round, null, survivors))
        {
            Release = new NoisyRelease
            {
                Event = Event(1),
                Replaced = Event(2),
                Observer = Observer.Server,
                NormBound = sensitivity.Norm,
                Deviation = FixedPoint.ToDouble(step) * deviation,
                Values = input.ValueCount,
            },
        };
    }

    private static INoise Draw(double scale, bool laplace)
    {
        if (!(scale <= (1L << 53)))
            throw Impossible($"The noise would have a deviation of {scale * FixedPoint.Unit:G3}, beyond what sums can hold. " +
                "Clip to a smaller norm, or use a smaller multiplier.");
        return laplace ? new DiscreteLaplace(scale) : new DiscreteGaussian(scale);
    }

    private static CompositionException Impossible(string message) => new(ProblemCodes.NoiseImpossible, message);
}
