namespace Tributary.Training;

/// <summary>How well classes are predicted.</summary>
/// <param name="Accuracy">The share of rows whose class is named.</param>
/// <param name="MacroF1">The mean over classes of the harmonic mean of precision and recall.</param>
public sealed record Prediction(double Accuracy, double MacroF1)
{
    /// <summary>From a table of how often each class was taken for each.</summary>
    /// <param name="counts">By true and by predicted class.</param>
    internal static Prediction Of(int[,] counts)
    {
        int classes = counts.GetLength(0), all = 0, right = 0;
        double sum = 0;
        for (int c = 0; c < classes; c++)
        {
            int said = 0, are = 0;
            for (int other = 0; other < classes; other++)
            {
                said += counts[other, c];
                are += counts[c, other];
            }
            all += are;
            right += counts[c, c];
            sum += said + are > 0 ? 2.0 * counts[c, c] / (said + are) : 0;
        }
        return new Prediction((double)right / Math.Max(1, all), sum / classes);
    }
}
