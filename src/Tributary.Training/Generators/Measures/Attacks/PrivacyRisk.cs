namespace Tributary.Training;

/// <summary>
/// How much better an attack with a generated table succeeds on rows of the training than on rows that the generator never saw.
/// </summary>
/// <param name="OnTraining">Its success on rows of the training.</param>
/// <param name="OnControl">
/// Its success on rows that were held out: what the table tells of everybody, and not of those it came from.
/// </param>
/// <param name="Guess">The success of guesses on rows of the training; an attack that is no better shows nothing.</param>
/// <remarks>
/// Giomi, Boenisch, Wehmeyer, Tasnádi: A unified framework for quantifying privacy risk in synthetic data. PoPETs 2023(2),
/// arXiv:2211.10459: the risk is (training - control) / (1 - control), its error follows from both errors to the first order.
/// </remarks>
public sealed record PrivacyRisk(SuccessRate OnTraining, SuccessRate OnControl, SuccessRate Guess)
{
    /// <summary>The risk, from 0 to 1: the part of what the control leaves that the attack gains on the training.</summary>
    public double Value => Math.Clamp(Raw, 0, 1);

    /// <summary>The lower end of the interval, from 0 to 1.</summary>
    public double Low => Math.Clamp(Raw - Error, 0, 1);

    /// <summary>The upper end of the interval, from 0 to 1.</summary>
    public double High => Math.Clamp(Raw + Error, 0, 1);

    /// <summary>Whether the attack is better than guesses, by more than the error of its own rate.</summary>
    public bool BeatsGuess => OnTraining.Value - OnTraining.Error > Guess.Value;

    private double Raw => (OnTraining.Value - OnControl.Value) / (1 - OnControl.Value);

    private double Error
    {
        get
        {
            double rest = 1 - OnControl.Value;
            double ofTraining = OnTraining.Error / rest, ofControl = (1 - OnTraining.Value) / (rest * rest) * OnControl.Error;
            return Math.Sqrt(ofTraining * ofTraining + ofControl * ofControl);
        }
    }
}
