using Tributary.Core;
using Tributary.Models;

namespace Tributary.Training;

/// <summary>The codes of what can be wrong with a tokenizer.</summary>
public static class TokenizerProblems
{
    /// <summary>The code of what was wrong when it was read.</summary>
    public static string CodeOf(TokenizerException error) =>
        error.IsUnsupported ? ProblemCodes.TokenizerUnsupported : ProblemCodes.TokenizerBroken;
}
