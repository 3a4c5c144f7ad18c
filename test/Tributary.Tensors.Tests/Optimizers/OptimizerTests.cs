namespace Tributary.Tensors.Tests;

/// <summary>The optimizers against values worked out by hand and against the papers' formulas in double precision.</summary>
public sealed class OptimizerTests
{
    private static float[] Steps(IOptimizer optimizer, float start, params float[] gradients)
    {
        float[] parameter = [start];
        OptimizerState state = optimizer.Begin(1);
        var path = new List<float>();
        foreach (float gradient in gradients)
        {
            optimizer.Step(parameter, [gradient], state);
            path.Add(parameter[0]);
        }
        return [.. path];
    }

    private static void AssertPath(double[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-6 * (1 + Math.Abs(expected[i])));
    }

    [Fact]
    public void Sgd_goes_straight_down() => AssertPath([0.8, 0.9], Steps(new Sgd { LearningRate = 0.1 }, 1, 2, -1));

    [Fact]
    public void Sgd_with_momentum_keeps_its_velocity() =>
        // u = 2, then 0.5 * 2 + 1 = 2, then 0.5 * 2 = 1
        AssertPath([0.8, 0.6, 0.5], Steps(new Sgd { LearningRate = 0.1, Momentum = 0.5 }, 1, 2, 1, 0));

    [Fact]
    public void Sgd_with_nesterov_looks_ahead() =>
        // u as above; steps of 2 + 0.5 * 2 = 3, 1 + 0.5 * 2 = 2, 0 + 0.5 * 1 = 0.5
        AssertPath([0.7, 0.5, 0.45], Steps(new Sgd { LearningRate = 0.1, Momentum = 0.5, Nesterov = true }, 1, 2, 1, 0));

    [Fact]
    public void Sgd_decays_weights_through_the_gradient() =>
        // d = 2 + 0.5 * 1 = 2.5; d = 0 + 0.5 * 0.75
        AssertPath([0.75, 0.7125], Steps(new Sgd { LearningRate = 0.1, WeightDecay = 0.5 }, 1, 2, 0));

    [Fact]
    public void Adams_first_step_is_the_rate_whatever_the_gradient()
    {
        AssertPath([0.9], Steps(new AdamW { LearningRate = 0.1 }, 1, 1e-3f));
        AssertPath([1.1], Steps(new AdamW { LearningRate = 0.1 }, 1, -500));
    }

    [Fact]
    public void AdamW_decays_weights_apart_from_the_gradient() =>
        AssertPath([2 * (1 - 0.1 * 0.5) - 0.1], Steps(new AdamW { LearningRate = 0.1, WeightDecay = 0.5 }, 2, 3));

    [Fact]
    public void Adam_without_correction_is_the_papers_server_optimizer() =>
        // m = 0.1 * 2, v = 0.01 * 4, step 0.1 * 0.2 / (0.2 + 0.5)
        AssertPath([1 - 0.1 * 0.2 / 0.7], Steps(new AdamW { LearningRate = 0.1, Beta2 = 0.99, Epsilon = 0.5, BiasCorrection = false }, 1, 2));

    [Fact]
    public void Yogi_moves_its_mean_square_by_the_gradients_square_only() =>
        // v = 0 + 0.01 * 4 = 0.04 since v < g^2; then g = 0.1: 0.04 > 0.01, so v = 0.04 - 0.01 * 0.01
        AssertPath(
            [1 - 0.1 * 0.2 / (0.2 + 0.5), 1 - 0.1 * 0.2 / 0.7 - 0.1 * (0.9 * 0.2 + 0.01) / (Math.Sqrt(0.0399) + 0.5)],
            Steps(new Yogi { LearningRate = 0.1, Tau = 0.5, InitialAccumulator = 0 }, 1, 2, 0.1f));

    [Fact]
    public void Yogi_rests_where_mean_square_and_square_agree() =>
        AssertPath([1 - 0.1 * 0.2 / (2 + 0.5)], Steps(new Yogi { LearningRate = 0.1, Tau = 0.5, InitialAccumulator = 4 }, 1, 2));

    [Fact]
    public void Adagrad_sums_squares() =>
        AssertPath(
            [1 - 0.1 * 3 / (5 + 0.5), 1 - 0.1 * 3 / 5.5 - 0.1 * 12 / (13 + 0.5)],
            Steps(new Adagrad { LearningRate = 0.1, Tau = 0.5, InitialAccumulator = 16 }, 1, 3, 12));

    public static TheoryData<IOptimizer> All =>
    [
        new Sgd { LearningRate = 0.05 },
        new Sgd { LearningRate = 0.05, Momentum = 0.9, WeightDecay = 0.01 },
        new Sgd { LearningRate = 0.05, Momentum = 0.9, Nesterov = true },
        new AdamW { LearningRate = 0.01, WeightDecay = 0.1 },
        new AdamW { LearningRate = 0.01, Epsilon = 1e-3, BiasCorrection = false },
        new Yogi { LearningRate = 0.01 },
        new Adagrad { LearningRate = 0.1, Beta1 = 0.5 },
    ];

    [Theory]
    [MemberData(nameof(All))]
    public void Follows_the_papers_formula_for_many_steps(IOptimizer optimizer)
    {
        const int Length = 37;
        var random = new RandomStream(1);
        float[] parameters = new float[Length], gradient = new float[Length];
        random.FillNormal(parameters);
        var reference = new ReferenceOptimizer(optimizer, parameters);
        OptimizerState state = optimizer.Begin(Length);
        for (int step = 0; step < 100; step++)
        {
            random.FillNormal(gradient);
            double scale = 1 - step / 200.0;
            optimizer.Step(parameters, gradient, state, scale);
            reference.Step(gradient, scale);
        }
        Assert.Equal(100, state.Steps);
        for (int i = 0; i < Length; i++) Assert.Equal(reference.Parameters[i], parameters[i], 2e-5);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Gives_an_element_the_same_bits_wherever_it_lies(IOptimizer optimizer)
    {
        const int Length = 27;
        float[] together = new float[Length], gradient = new float[Length];
        new RandomStream(2).FillNormal(together);
        float[] alone = [.. together];
        OptimizerState state = optimizer.Begin(Length);
        OptimizerState[] states = [.. alone.Select(_ => optimizer.Begin(1))];
        var random = new RandomStream(3);
        for (int step = 0; step < 5; step++)
        {
            random.FillNormal(gradient);
            optimizer.Step(together, gradient, state);
            for (int i = 0; i < Length; i++) optimizer.Step(alone.AsSpan(i, 1), gradient.AsSpan(i, 1), states[i]);
        }
        Assert.Equal(alone.Select(BitConverter.SingleToUInt32Bits), together.Select(BitConverter.SingleToUInt32Bits));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Steps_without_allocating(IOptimizer optimizer)
    {
        float[] parameters = new float[100], gradient = new float[100];
        OptimizerState state = optimizer.Begin(100);
        optimizer.Step(parameters, gradient, state);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++) optimizer.Step(parameters, gradient, state);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Refuses_vectors_and_states_of_another_length(IOptimizer optimizer)
    {
        Assert.Throws<ArgumentException>(() => optimizer.Step(new float[8], new float[9], optimizer.Begin(8)));
        Assert.Throws<ArgumentException>(() => optimizer.Step(new float[8], new float[8], new OptimizerState(3, 8)));
        if (optimizer.Begin(1).Slots > 0) Assert.Throws<ArgumentException>(() => optimizer.Step(new float[8], new float[8], optimizer.Begin(7)));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Starts_over_after_a_reset(IOptimizer optimizer)
    {
        OptimizerState state = optimizer.Begin(9);
        float[] first = Walk(), second = Walk();
        Assert.Equal(first, second);

        float[] Walk()
        {
            state.Reset();
            float[] parameters = new float[9];
            for (int step = 0; step < 3; step++) optimizer.Step(parameters, [1, -2, 3, -4, 5, -6, 7, -8, 9], state);
            return parameters;
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void AdamW_that_decays_matrices_only_is_AdamW_with_decay_on_some_tensors_and_without_on_others(int threads)
    {
        var layout = new ParameterLayout(
        [
            ("embedding", [300, 120], true), ("bias", [5], true), ("gain", [33], true), ("kernel", [3, 3, 2, 7], true), ("scalar", [], true),
            ("weight", [17, 1], true), ("frozen", [2, 2], false),
        ]);
        var optimizer = new AdamW { LearningRate = 0.01, WeightDecay = 0.3, DecayMatricesOnly = true };
        AdamW all = optimizer with { DecayMatricesOnly = false }, none = all with { WeightDecay = 0 };
        float[] parameters = new float[layout.TrainableLength], gradient = new float[layout.TrainableLength];
        var random = new RandomStream(3);
        random.FillNormal(parameters);
        float[] apart = [.. parameters];
        OptimizerState state = optimizer.Begin(layout);
        state.Threads = threads;
        ParameterEntry[] tensors = [.. layout.Entries.Where(entry => entry.Trainable)];
        OptimizerState[] states = [.. tensors.Select(entry => all.Begin(entry.Shape.Count))];
        for (int step = 0; step < 5; step++)
        {
            random.FillNormal(gradient);
            optimizer.Step(parameters, gradient, state, scale: 0.7);
            for (int i = 0; i < tensors.Length; i++)
            {
                (int start, int count) = (tensors[i].Offset, tensors[i].Shape.Count);
                AdamW own = tensors[i].Name is "embedding" or "kernel" or "weight" ? all : none;
                own.Step(apart.AsSpan(start, count), gradient.AsSpan(start, count), states[i], scale: 0.7);
            }
        }
        Assert.Equal(apart.Select(BitConverter.SingleToUInt32Bits), parameters.Select(BitConverter.SingleToUInt32Bits));
        Assert.Equal(5, state.Steps);
    }

    [Fact]
    public void AdamW_that_decays_matrices_only_refuses_a_state_that_knows_no_matrices()
    {
        var optimizer = new AdamW { LearningRate = 0.01, WeightDecay = 0.3, DecayMatricesOnly = true };
        Assert.Throws<ArgumentException>("state", () => optimizer.Step(new float[4], new float[4], optimizer.Begin(4)));
    }

    [Fact]
    public void Refuses_settings_outside_their_range()
    {
        foreach (double value in (double[])[0, -1, double.NaN, -double.NaN, double.PositiveInfinity])
        {
            Assert.Throws<ArgumentOutOfRangeException>(nameof(Sgd.LearningRate), () => new Sgd { LearningRate = value });
            Assert.Throws<ArgumentOutOfRangeException>(nameof(AdamW.Epsilon), () => new AdamW { LearningRate = 1, Epsilon = value });
            Assert.Throws<ArgumentOutOfRangeException>(nameof(Yogi.Tau), () => new Yogi { LearningRate = 1, Tau = value });
        }
        foreach (double value in (double[])[-0.1, 1, double.NaN, -double.NaN])
        {
            Assert.Throws<ArgumentOutOfRangeException>(nameof(Sgd.Momentum), () => new Sgd { LearningRate = 1, Momentum = value });
            Assert.Throws<ArgumentOutOfRangeException>(nameof(AdamW.Beta2), () => new AdamW { LearningRate = 1, Beta2 = value });
            Assert.Throws<ArgumentOutOfRangeException>(nameof(Adagrad.Beta1), () => new Adagrad { LearningRate = 1, Beta1 = value });
        }
        Assert.Throws<ArgumentOutOfRangeException>(nameof(Sgd.WeightDecay), () => new Sgd { LearningRate = 1, WeightDecay = -1e-9 });
        Assert.Throws<ArgumentOutOfRangeException>(nameof(Adagrad.InitialAccumulator), () => new Adagrad { LearningRate = 1, InitialAccumulator = double.NaN });
    }
}
