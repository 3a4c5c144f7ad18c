using Tributary.Models;
using Tributary.Tensors;

namespace Tributary.Training;

/// <summary>What a site trains with, and what it holds back to measure with.</summary>
/// <param name="Train">The examples it learns from.</param>
/// <param name="Test">Those held back, or null.</param>
public sealed record SiteSplit(Dataset Train, Dataset? Test)
{
    private const double UsualHoldout = 0.2;

    /// <summary>The share of its examples that each site holds back.</summary>
    /// <param name="asked">The job's <c>holdout</c>, or null.</param>
    /// <param name="hasTest">Whether the source has a test part.</param>
    public static double Share(double? asked, bool hasTest) => asked ?? (hasTest ? 0 : UsualHoldout);

    /// <summary>Divides a site's examples.</summary>
    /// <param name="data">All of them.</param>
    /// <param name="share">The share held back; zero for none.</param>
    /// <param name="federation">The federation's stream.</param>
    /// <param name="number">The site's place in the federation, from zero.</param>
    /// <exception cref="DataException">Such data cannot be divided; the message says why.</exception>
    public static SiteSplit Of(Dataset data, double share, RandomStream federation, int number)
    {
        if (share == 0) return new SiteSplit(data, null);
        if (data is TableData rows)
        {
            (TableData kept, TableData held) = StratifiedSplit.Split(rows, 1 - share, federation.Derive("holdout", number));
            return new SiteSplit(kept, held);
        }
        if (data is TextData text)
        {
            // The end, and no part drawn at random: windows beside each other are not independent.
            (TextData own, TextData end) = text.Cut(1 - share);
            return own.TokenCount > 1 && end.TokenCount > 1 ? new SiteSplit(own, end) : throw new DataException(
                $"A text of {text.TokenCount} tokens is too short to keep a share of {share} for testing. Use more text at each site.");
        }
        if (data is not LabelledData labelled)
            throw new DataException("Such data cannot be held back site by site. Leave 'holdout' out.");
        (LabelledData train, LabelledData test) = StratifiedSplit.Split(labelled, 1 - share, federation.Derive("holdout", number));
        return new SiteSplit(train, test);
    }
}
