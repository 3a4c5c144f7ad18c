using Tributary.Tensors;

namespace Tributary.Models.Tests;

public sealed class TextSamplerTests
{
    private static readonly LanguageModel _model = Build();

    private static LanguageModel Build()
    {
        TextData text = SmallData.Letters(10);
        var model = (LanguageModel)SmallData.Build(new Gpt { Layers = 1, Heads = 1, Width = 8, Context = 4 }, text, 1);
        // Untrained logits are nearly equal; larger embeddings make them differ.
        foreach (ref float value in model.Parameters.Trainable) value *= 10;
        return model;
    }

    private static int[] Sample(TextSampler sampler, int[] prompt, ulong seed = 1) =>
        sampler.Sample(_model, prompt, 30, new RandomStream(seed));

    /// <summary>The likeliest continuation, token by token, by a window of its own.</summary>
    private static int[] Greedy(int[] prompt, int count)
    {
        var tokens = new List<int>(prompt);
        for (int n = 0; n < count; n++)
        {
            int[] window = [.. tokens.TakeLast(4)];
            window.CopyTo(_model.Input.Values);
            _model.Graph.Forward();
            float[] logits = _model.Logits.Values.Slice((window.Length - 1) * 10, 10).ToArray();
            tokens.Add(Array.IndexOf(logits, logits.Max()));
        }
        return [.. tokens.Skip(prompt.Length)];
    }

    [Fact]
    public void Drawing_from_the_likeliest_alone_is_greedy()
    {
        int[] prompt = [3];
        int[] greedy = Greedy(prompt, 30);
        Assert.True(greedy.Distinct().Count() > 1);
        Assert.Equal(greedy, Sample(new TextSampler { TopK = 1 }, prompt));
        Assert.Equal(greedy, Sample(new TextSampler { Temperature = 1e-3 }, prompt));
    }

    [Fact]
    public void The_same_seed_draws_the_same_text_and_another_seed_another()
    {
        var sampler = new TextSampler { Temperature = 2 };
        Assert.Equal(Sample(sampler, [0]), Sample(sampler, [0]));
        Assert.NotEqual(Sample(sampler, [0]), Sample(sampler, [0], seed: 2));
    }

    [Fact]
    public void Only_the_last_window_of_a_long_prompt_counts()
    {
        var sampler = new TextSampler { Temperature = 2 };
        Assert.Equal(Sample(sampler, [4, 5, 6, 7]), Sample(sampler, [9, 9, 9, 4, 5, 6, 7]));
        Assert.NotEqual(Sample(sampler, [4, 5, 6, 7]), Sample(sampler, [4, 5, 6, 8]));
    }

    [Fact]
    public void The_higher_the_temperature_the_more_even_the_draws()
    {
        int[] Draws(double temperature) =>
            [.. Enumerable.Range(1, 10).SelectMany(seed => Sample(new TextSampler { Temperature = temperature }, [0], (ulong)seed))];
        int[] cold = Draws(0.1), hot = Draws(1000);
        Assert.True(cold.Distinct().Count() < 10);
        Assert.All(Enumerable.Range(0, 10), token => Assert.InRange(hot.Count(drawn => drawn == token), 10, 60)); // 30 of 300 expected
    }

    [Fact]
    public void Top_k_never_draws_another_token()
    {
        _model.Input.Values[0] = 5;
        _model.Graph.Batch = 1;
        _model.Graph.Forward();
        float[] logits = _model.Logits.Values[..10].ToArray();
        int[] likeliest = [.. Enumerable.Range(0, 10).OrderByDescending(token => logits[token]).Take(3)];
        var sampler = new TextSampler { TopK = 3, Temperature = 1000 };
        int[] firsts = [.. Enumerable.Range(1, 200).Select(seed => sampler.Sample(_model, [5], 1, new RandomStream((ulong)seed))[0])];
        Assert.Equal(likeliest.Order(), firsts.Distinct().Order());
    }

    [Fact]
    public void A_temperature_of_zero_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => new TextSampler { Temperature = 0 });
}
