using Tributary.Models;

namespace Tributary.Training;

/// <summary>Where the tokenizer of a text comes from.</summary>
public interface ITokenizerSource
{
    /// <summary>Whether the tokens tell what is in the training text: nothing for sites that do not show each other their text.</summary>
    bool LearnsFromText => false;

    /// <summary>The tokenizer.</summary>
    /// <param name="whole">The whole text.</param>
    /// <param name="training">The part that is trained on.</param>
    /// <exception cref="DataException">A file is missing or broken, or the text does not fit.</exception>
    ITokenizer Make(Corpus whole, Func<Corpus> training);

    /// <summary>The same source with its relative path beginning in a folder, such as a site's own.</summary>
    ITokenizerSource In(string folder) => this;
}
