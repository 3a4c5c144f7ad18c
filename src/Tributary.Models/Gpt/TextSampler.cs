using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>Draws text from a <see cref="LanguageModel"/>, one token after another.</summary>
/// <remarks>
/// A prediction sees the last <see cref="LanguageModel.Context"/> tokens. While the text fits, a token costs one position. Once it does
/// not, the window moves on by one token at each draw and is computed anew, because every token then stands at another place.
/// </remarks>
public sealed record TextSampler
{
    /// <summary>Below one, likelier tokens become likelier still; above zero.</summary>
    public double Temperature { get; init => field = Hyperparameter.Positive(value); } = 0.8;

    /// <summary>Only the so many likeliest tokens are drawn from, and those that are as likely as the last of them; zero for all.</summary>
    public int TopK { get; init => field = (int)Hyperparameter.NonNegative(value); }

    /// <summary>
    /// Only the likeliest tokens that together reach this share are drawn from, after <see cref="TopK"/>; above zero, one for all.
    /// </summary>
    /// <remarks>Holtzman et al.: The curious case of neural text degeneration, ICLR 2020, section 3.1.</remarks>
    public double TopP { get; init => field = Hyperparameter.Positive(Hyperparameter.AtMostOne(value)); } = 1;

    /// <summary>Continues <paramref name="prompt"/> by <paramref name="count"/> tokens.</summary>
    /// <param name="model">Of capacity one or more.</param>
    /// <param name="prompt">At least one token; of a prompt longer than the model's context the end counts.</param>
    /// <param name="count">How many tokens to draw.</param>
    /// <param name="random">Where they are drawn from.</param>
    /// <returns>The drawn tokens, without the prompt.</returns>
    public int[] Sample(LanguageModel model, ReadOnlySpan<int> prompt, int count, RandomStream random)
    {
        var tokens = new List<int>([.. prompt]);
        TextDecoder decoder = model.Decoder;
        decoder.Graph.Threads = model.Graph.Threads;
        decoder.Clear();
        double[] weights = new double[model.KnownTokens];
        int read = 0; // of the tokens, up to the end of what the decoder holds
        for (int n = 0; n < count; n++)
        {
            if (decoder.Length + tokens.Count - read > decoder.Context)
            {
                decoder.Clear();
                read = tokens.Count - decoder.Context;
            }
            ReadOnlySpan<float> logits = decoder.Read([.. tokens.Skip(read)])[..weights.Length];
            read = tokens.Count;
            tokens.Add(Draw(logits, weights, random));
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
        if (TopP < 1) sum = KeepLikeliest(weights, sum);
        double point = random.NextDouble() * sum;
        for (int i = 0; i < weights.Length; i++)
        {
            point -= weights[i];
            if (point < 0) return i;
        }
        return Array.FindLastIndex(weights, weight => weight > 0);
    }

    /// <summary>
    /// Leaves the fewest weights, the largest first and of equal ones the first, that reach their share; gives their sum.
    /// </summary>
    private double KeepLikeliest(double[] weights, double sum)
    {
        int[] order = [.. Enumerable.Range(0, weights.Length).OrderByDescending(i => weights[i]).ThenBy(i => i)];
        double kept = 0;
        int count = 0;
        while (count < order.Length && (count == 0 || kept < TopP * sum)) kept += weights[order[count++]];
        foreach (int i in order[count..]) weights[i] = 0;
        return kept;
    }
}
