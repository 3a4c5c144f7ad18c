namespace Tributary.Training;

/// <summary>A classifier trained on generated rows beside the same trained on real ones, both measured on rows that neither saw.</summary>
/// <param name="Classifier">What was trained: <c>logistic</c> or <c>mlp</c>.</param>
/// <param name="OnReal">Trained on real rows; the mean over seeds.</param>
/// <param name="OnGenerated">Trained on generated rows; the mean over seeds.</param>
public sealed record Usefulness(string Classifier, Prediction OnReal, Prediction OnGenerated)
{
    /// <summary>Accuracy of the generated over that of the real.</summary>
    public double AccuracyRatio => OnGenerated.Accuracy / OnReal.Accuracy;

    /// <summary>Macro-F1 of the generated over that of the real.</summary>
    public double MacroF1Ratio => OnGenerated.MacroF1 / OnReal.MacroF1;
}
