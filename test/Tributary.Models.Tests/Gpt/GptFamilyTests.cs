using Tributary.Tensors;

namespace Tributary.Models.Tests;

/// <summary>The options of the family: how many parameters, the same bits with and without a cache, what learns.</summary>
public sealed class GptFamilyTests
{
    private static readonly Gpt _gpt2 = new() { Layers = 2, Heads = 4, Width = 24, Context = 21 };
    private static readonly Gpt _llama = _gpt2 with
    {
        KeyValueHeads = 2,
        Positions = GptPositions.Rotary,
        Norm = GptNorm.Rms,
        Activation = GptActivation.Swiglu,
        Bias = false,
        Tied = false,
    };

    public static TheoryData<string, Gpt> Members => new()
    {
        { "GPT-2", _gpt2 },
        { "Llama", _llama },
        { "nanoGPT without biases", _gpt2 with { Bias = false } },
        { "grouped heads with learnt positions", _gpt2 with { KeyValueHeads = 1 } },
        { "rotary with GELU and layer norms", _gpt2 with { Positions = GptPositions.Rotary, Hidden = 30 } },
        { "Llama with an adapter", _llama with { Adapter = new LoraAdapter { Rank = 3, Targets = ["q_proj", "gate_proj", "down_proj"] } } },
        { "GPT-2 with an adapter", _gpt2 with { Adapter = new LoraAdapter() } },
        { "room for more tokens", _llama with { Vocabulary = 40 } },
    };

    private static LanguageModel Build(Gpt gpt, int capacity = 1)
    {
        var model = (LanguageModel)SmallData.Build(gpt, SmallData.Letters(26), capacity);
        new RandomStream(4).FillNormal(model.Parameters.Values);
        foreach (ref float value in model.Parameters.Values) value *= 0.3f;
        return model;
    }

    [Theory]
    [MemberData(nameof(Members))]
    public void A_text_read_piece_by_piece_has_the_bits_of_the_text_read_at_once(string name, Gpt gpt)
    {
        Assert.NotEmpty(name);
        LanguageModel model = Build(gpt);
        int[] text = [.. Enumerable.Range(0, gpt.Context).Select(i => i * 7 % 26)];
        text.CopyTo(model.Input.Values);
        model.Graph.Forward();
        int vocabulary = model.Logits.Shape[^1];
        foreach (int[] cut in (int[][])[[.. Enumerable.Repeat(1, gpt.Context)], [gpt.Context], [5, 1, 9, 6]])
        {
            model.Decoder.Clear();
            foreach (int count in cut)
            {
                int read = model.Decoder.Length;
                ReadOnlySpan<float> scores = model.Decoder.Read(text.AsSpan(read, count));
                Assert.Equal(model.Logits.Values.Slice((read + count - 1) * vocabulary, vocabulary), scores);
            }
        }
        Assert.Contains("room", Assert.Throws<TensorException>(() => model.Decoder.Read([1])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Members))]
    public void Every_member_learns_and_only_what_is_trained_changes(string name, Gpt gpt)
    {
        Assert.NotEmpty(name);
        TextData text = SmallData.Text(string.Concat(Enumerable.Repeat("abcdefghijklmnopqrstuvwxyz", 8)));
        LanguageModel model = (LanguageModel)SmallData.Build(gpt, text, 4);
        model.Plan(forTraining: true);
        ParameterSet before = model.Parameters.ToSet();
        var optimizer = new AdamW { LearningRate = 0.01 };
        OptimizerState state = optimizer.Begin(model.Parameters.Layout.TrainableLength);
        float first = 0;
        for (int step = 0; step < 40; step++)
        {
            model.Load(text, [step, step + 11, step + 50, step + 90], new RandomStream(1));
            model.Graph.Forward();
            if (step == 0) first = model.Loss.Values[0];
            model.Graph.Backward(model.Loss);
            optimizer.Step(model.Parameters.Trainable, model.Parameters.Gradient, state);
        }
        Assert.InRange(first, 3, 4); // ln 26 is 3.26, ln 40 is 3.69
        Assert.True(model.Loss.Values[0] < (gpt.Adapter is null ? 0.5f : 0.98f) * first, $"{first} became {model.Loss.Values[0]}.");
        foreach (ParameterEntry entry in before.Layout.Entries.Where(entry => !entry.Trainable))
            Assert.Equal(before[entry.Name], model.Parameters.Values.Slice(entry.Offset, entry.Shape.Count));
        Assert.Equal(gpt.Adapter is null, before.Layout.Length == before.Layout.TrainableLength);
    }

    [Fact]
    public void A_Llama_has_the_parameters_of_its_parts()
    {
        const int Width = 24, Hidden = 64, Kept = 12, Tokens = 26; // 8/3 of 24 is 64
        const int Block = 2 * Width + Width * (Width + 2 * Kept) + Width * Width + 3 * Width * Hidden;
        Assert.Equal(2 * Tokens * Width + 2 * Block + Width, Build(_llama).Parameters.Layout.TrainableLength);
    }

    [Fact]
    public void An_adapter_has_rank_times_the_sides_of_its_matrices()
    {
        Gpt gpt = _llama with { Adapter = new LoraAdapter { Rank = 5 } }; // queries and values
        Assert.Equal(2 * 5 * (24 + 24 + 24 + 12), Build(gpt).Parameters.Layout.TrainableLength);
    }

    public static TheoryData<string, Gpt> Impossible => new()
    {
        { "divisor of 4", _gpt2 with { KeyValueHeads = 3 } },
        { "even width", _gpt2 with { Positions = GptPositions.Rotary, Heads = 8 } },
        { "multiple of them", _gpt2 with { Heads = 5 } },
        { "no matrix 'q_proj'", _gpt2 with { Adapter = new LoraAdapter { Targets = ["q_proj"] } } },
        { "no matrix 'c_attn'", _llama with { Adapter = new LoraAdapter { Targets = ["c_attn"] } } },
        { "26 tokens and the model knows 25", _gpt2 with { Vocabulary = 25 } },
        { "instead of 'from'", _gpt2 with { From = "folder" } },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void Options_that_do_not_fit_each_other_are_refused(string words, Gpt gpt) =>
        Assert.Contains(words, Assert.ThrowsAny<Exception>(() => Build(gpt)).Message, StringComparison.Ordinal);

    [Fact]
    public void Tokens_that_the_data_does_not_have_are_never_drawn()
    {
        LanguageModel model = Build(_llama with { Vocabulary = 500 });
        int[] drawn = new TextSampler { Temperature = 1000 }.Sample(model, [3], 300, new RandomStream(1));
        Assert.All(drawn, token => Assert.InRange(token, 0, 25));
        Assert.True(drawn.Distinct().Count() > 20);
    }

    [Fact]
    public void Top_p_draws_from_the_fewest_tokens_that_reach_the_share()
    {
        LanguageModel model = Build(_gpt2);
        double[] scores = [.. model.Decoder.Read([5]).ToArray().Select(score => Math.Exp(score))];
        double sum = scores.Sum();
        int[] order = [.. Enumerable.Range(0, 26).OrderByDescending(token => scores[token])];
        int count = 0;
        for (double kept = 0; kept < 0.5 * sum; count++) kept += scores[order[count]];
        Assert.InRange(count, 2, 20);
        var sampler = new TextSampler { Temperature = 1, TopP = 0.5 };
        int[] drawn = [.. Enumerable.Range(1, 400).Select(seed => sampler.Sample(model, [5], 1, new RandomStream((ulong)seed))[0])];
        Assert.Equal(order[..count].Order(), drawn.Distinct().Order());
        int[] likeliest = new TextSampler { TopP = 1e-9 }.Sample(model, [5], 1, new RandomStream(1));
        Assert.Equal([order[0]], likeliest);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1.5)]
    [InlineData(double.NaN)]
    public void A_share_that_is_none_is_refused(double share) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new TextSampler { TopP = share });
}
