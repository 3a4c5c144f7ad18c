using System.CommandLine;
using System.Globalization;
using Tributary.Core;
using Tributary.Models;
using Tributary.Simulation;
using Tributary.Tensors;

namespace Tributary.Cli;

/// <summary>The options of <c>generate</c> that shape text.</summary>
internal sealed class TextOptions
{
    private const int UsualCount = 500;

    private readonly Option<string?> _prompt = new("--prompt") { Description = "What text begins with.", HelpName = "TEXT" };

    private readonly Option<string?> _tokens = new("--tokens")
    {
        Description = "What text begins with, as numbers of tokens; numbers are drawn too. For models whose vocabulary is not known.",
        HelpName = "NUMBERS",
    };

    private readonly Option<double> _temperature = new("--temperature")
    {
        Description = "Below 1, likelier text.",
        HelpName = "T",
        DefaultValueFactory = _ => 0.8,
    };

    private readonly Option<int> _topK = new("--top-k")
    {
        Description = "Draw only from the so many likeliest tokens; 0 for all.",
        HelpName = "K",
    };

    private readonly Option<double> _topP = new("--top-p")
    {
        Description = "Draw only from the likeliest tokens that together have this probability.",
        HelpName = "P",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<int?> _context = new("--context")
    {
        Description = "Tokens that a checkpoint looks back on; else as many as it knows, at most 1,024.",
        HelpName = "N",
    };

    private readonly Option<string?> _adapter = new("--adapter")
    {
        Description = "A folder with a LoRA of PEFT, for a checkpoint.",
        HelpName = "DIR",
    };

    /// <summary>All of them, for a command.</summary>
    public IEnumerable<Option> All => [_prompt, _tokens, _temperature, _topK, _topP, _context, _adapter];

    /// <summary>The adapter that was named, or null.</summary>
    public string? Adapter(ParseResult parsed) => parsed.GetValue(_adapter);

    /// <summary>The context that was asked for, or null.</summary>
    public int? Context(ParseResult parsed) => parsed.GetValue(_context) is not { } context ? null
        : context >= 1 ? context
        : throw new ProblemException(
            ProblemCodes.OptionOutOfRange, "--context", "A prediction looks back on at least one token. Give 1 or more.");

    /// <summary>The sampler that was asked for.</summary>
    /// <exception cref="ProblemException">An option is out of range.</exception>
    public TextSampler Sampler(ParseResult parsed)
    {
        (double temperature, int topK, double topP) = (parsed.GetValue(_temperature), parsed.GetValue(_topK), parsed.GetValue(_topP));
        if (temperature is not (> 0 and < double.PositiveInfinity))
            throw new ProblemException(
                ProblemCodes.OptionOutOfRange, "--temperature", "Text needs a temperature above 0. Give a number such as 0.8.");
        if (topK < 0)
            throw new ProblemException(
                ProblemCodes.OptionOutOfRange, "--top-k", $"There are no {topK} likeliest tokens. Give 1 or more, or 0 for all.");
        if (topP is not (> 0 and <= 1))
            throw new ProblemException(
                ProblemCodes.OptionOutOfRange, "--top-p", $"{topP} is no probability to draw within. Give a number above 0, at most 1.");
        return new TextSampler { Temperature = temperature, TopK = topK, TopP = topP };
    }

    /// <summary>Continues what was asked for, and gives it with its beginning.</summary>
    /// <exception cref="ProblemException">The beginning is none that the model knows.</exception>
    public string Write(ParseResult parsed, StoredModel stored, int? count, RandomStream random)
    {
        string? prompt = parsed.GetValue(_prompt), numbers = parsed.GetValue(_tokens);
        TextSampler sampler = Sampler(parsed);
        var model = (LanguageModel)stored.Load(capacity: 1);
        if (numbers is not null)
        {
            int[] given = Parse(numbers, model.KnownTokens);
            return string.Join(' ', given.Concat(sampler.Sample(model, given, count ?? UsualCount, random)));
        }
        if (stored.Unknown is { } why)
            throw new ProblemException(
                ProblemCodes.WrongCommandLine, "--tokens",
                $"{why} So it is not known what tokens stand for. "
                + "Give the numbers of those that the text begins with: --tokens \"1 2 3\".");
        ITokenizer tokenizer = stored.Data.Tokenizer();
        try
        {
            int[] start = prompt is { Length: > 0 }
                ? [.. (tokenizer as BpeTokenizer)?.Frame.Before ?? [], .. tokenizer.Encode(prompt)]
                : TextSamples.Start(tokenizer);
            int[] drawn = sampler.Sample(model, start, count ?? UsualCount, random);
            return prompt + tokenizer.Decode(drawn);
        }
        catch (DataException e)
        {
            throw new ProblemException(ProblemCodes.OptionOutOfRange, "--prompt", e.Message);
        }
    }

    private static int[] Parse(string numbers, int known)
    {
        string[] words = numbers.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        int[] tokens = new int[words.Length];
        for (int i = 0; i < words.Length; i++)
            if (!int.TryParse(words[i], NumberStyles.None, CultureInfo.InvariantCulture, out tokens[i]) || tokens[i] >= known)
                throw new ProblemException(
                    ProblemCodes.OptionOutOfRange, "--tokens", $"'{words[i]}' is no token. Give numbers from 0 to {known - 1}.");
        return tokens.Length > 0
            ? tokens
            : throw new ProblemException(
                ProblemCodes.OptionOutOfRange, "--tokens", "Text has to begin with a token. Give at least one number.");
    }
}
