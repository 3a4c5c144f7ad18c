using Tributary.Core;
using Tributary.Models;
using Tributary.Tensors;

namespace Tributary.Training;

/// <summary>Random sequences in a training text.</summary>
/// <remarks>
/// Carlini et al.: The secret sharer, USENIX Security 2019, section 4. Tokens are drawn uniformly, so that nothing but the training text
/// could have taught them.
/// </remarks>
public static class Canaries
{
    private const int UsualCount = 8, UsualLength = 16;

    /// <summary>The sequences of a job; the same wherever it is read.</summary>
    /// <param name="job">The job.</param>
    /// <param name="vocabulary">The number of tokens to draw from.</param>
    /// <returns>As many as the job asks for; none where it asks for none.</returns>
    public static IReadOnlyList<int[]> Of(JobSpec job, int vocabulary)
    {
        if (job.Simulation.Canaries is not { } options) return [];
        RandomStream random = new RandomStream(job.Seed).Derive("canaries");
        return [.. Enumerable.Range(0, options.Count ?? UsualCount).Select(_ => Draw(options.Length ?? UsualLength, vocabulary, random))];
    }

    /// <summary>A sequence of tokens, each of them equally likely.</summary>
    public static int[] Draw(int length, int vocabulary, RandomStream random)
    {
        int[] tokens = new int[length];
        foreach (ref int token in tokens.AsSpan()) token = random.NextInt(vocabulary);
        return tokens;
    }

    /// <summary>A text with sequences at places drawn at random.</summary>
    /// <param name="text">At least one token; not changed.</param>
    /// <param name="sequences">What to put in.</param>
    /// <param name="times">How often each.</param>
    /// <param name="random">Decides the places.</param>
    public static TextData PutInto(TextData text, IReadOnlyList<int[]> sequences, int times, RandomStream random)
    {
        var put = new List<(int Place, int[] Sequence)>();
        for (int i = 0; i < times; i++)
            foreach (int[] sequence in sequences) put.Add((random.NextInt(text.TokenCount + 1), sequence));
        var ordered = new Queue<(int Place, int[] Sequence)>(put.OrderBy(one => one.Place));
        var tokens = new List<int>(text.TokenCount + times * sequences.Sum(sequence => sequence.Length));
        var documents = new List<TextDocument>();
        int read = 0;
        for (int d = 0; d < text.Count; d++)
        {
            int start = tokens.Count;
            bool last = d == text.Count - 1;
            foreach (int token in text.Document(d))
            {
                while (ordered.TryPeek(out (int Place, int[] Sequence) next) && next.Place <= read)
                    tokens.AddRange(ordered.Dequeue().Sequence);
                tokens.Add(token);
                read++;
            }
            while (last && ordered.TryDequeue(out (int Place, int[] Sequence) rest)) tokens.AddRange(rest.Sequence);
            documents.Add(new TextDocument(text.Key(d), start, tokens.Count - start));
        }
        return new TextData(text.Tokenizer, [.. tokens], [.. documents]);
    }
}
