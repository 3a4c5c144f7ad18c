using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>Draws text from a <see cref="LanguageModel"/>, one token after another.</summary>
public sealed record TextSampler
{
    /// <summary>Below one, likelier tokens become likelier still; above zero.</summary>
    public double Temperature { get; init => field = Hyperparameter.Positive(value); } = 0.8;

    /// <summary>Only the so many likeliest tokens are drawn from; zero for all.</summary>
    public int TopK { get; init; }

    /// <summary>Continues <paramref name="prompt"/> by <paramref name="count"/> tokens.</summary>
    /// <param name="model">Of capacity one or more.</param>
    /// <param name="prompt">At least one token.</param>
    /// <param name="count">How many tokens to draw.</param>
    /// <param name="random">Where they are drawn from.</param>
    /// <returns>The drawn tokens, without the prompt.</returns>
    public int[] Sample(LanguageModel model, ReadOnlySpan<int> prompt, int count, RandomStream random)
    {
        var tokens = new List<int>([.. prompt]);
        model.Graph.Training = false;
        model.Graph.Batch = 1;
        int vocabulary = model.Logits.Shape[^1];
        double[] weights = new double[vocabulary];
        for (int n = 0; n < count; n++)
        {
            // The window is filled from the left: causal attention never looks at what stands behind the last token.
            int length = Math.Min(tokens.Count, model.Context);
            Span<int> input = model.Input.Values;
            input.Clear();
            for (int t = 0; t < length; t++) input[t] = tokens[tokens.Count - length + t];
            model.Graph.Forward(model.Logits);
            tokens.Add(Draw(model.Logits.Values.Slice((length - 1) * vocabulary, vocabulary), weights, random));
        }
        return [.. tokens.Skip(prompt.Length)];
    }

    private int Draw(ReadOnlySpan<float> logits, double[] weights, RandomStream random)
    {
        double threshold = double.NegativeInfinity, largest = double.NegativeInfinity;
        if (TopK > 0 && TopK < logits.Length)
        {
            float[] sorted = logits.ToArray();
            Array.Sort(sorted);
            threshold = sorted[^TopK];
        }
        foreach (float logit in logits) largest = Math.Max(largest, logit);
        double sum = 0;
        for (int i = 0; i < logits.Length; i++)
        {
            weights[i] = logits[i] >= threshold ? Elementary.Exp((logits[i] - largest) / Temperature) : 0;
            sum += weights[i];
        }
        double point = random.NextDouble() * sum;
        for (int i = 0; i < weights.Length; i++)
        {
            point -= weights[i];
            if (point < 0) return i;
        }
        return Array.FindLastIndex(weights, weight => weight > 0);
    }
}
