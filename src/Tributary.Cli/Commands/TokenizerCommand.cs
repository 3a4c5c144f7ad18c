using System.CommandLine;
using System.Text.Json.Nodes;
using Tributary.Core;
using Tributary.Models;

namespace Tributary.Cli;

/// <summary><c>tokenizer train</c>, <c>encode</c> and <c>decode</c>: tokenizers in the form of <c>tokenizer.json</c>.</summary>
internal static class TokenizerCommand
{
    private const int UsualSize = 1024;

    /// <summary>Describes the command.</summary>
    public static Command Create() =>
        new("tokenizer", "Learn a tokenizer from text, or look at what one makes of text.") { Train(), Encode(), Decode() };

    private static Command Train()
    {
        var text = new Argument<string>("TEXT") { Description = "A file of text, or a folder of .txt and .txt.gz files." };
        var size = new Option<int>("--size")
        {
            Description = $"The number of tokens, the 256 bytes among them; {UsualSize} unless said otherwise.",
            HelpName = "N",
            DefaultValueFactory = _ => UsualSize,
        };
        var special = new Option<string[]>("--special")
        {
            Description = "A token with a meaning beside text, such as <|endoftext|>; may be given several times.",
            HelpName = "TOKEN",
        };
        var output = new Option<string>("--out")
        {
            Description = "The file to write; else tokenizer.json.",
            HelpName = "PATH",
            DefaultValueFactory = _ => "tokenizer.json",
        };
        var command = new Command("train", "Learn a byte-level tokenizer from text, by byte-pair encoding.")
        {
            text, size, special, output,
        };
        command.SetAction(parsed =>
        {
            BpeTokenizer tokenizer = Learn(parsed.GetRequiredValue(text), parsed.GetValue(size), parsed.GetValue(special) ?? []);
            string path = parsed.GetRequiredValue(output);
            File.WriteAllText(path, tokenizer.ToJson());
            Console.WriteLine($"{tokenizer.VocabularySize} tokens: {Path.GetFullPath(path)}");
            return ExitCode.Success;
        });
        return command;
    }

    private static Command Encode()
    {
        Argument<string> file = TokenizerFile();
        var text = new Argument<string>("TEXT") { Description = "The text." };
        var framed = new Option<bool>("--framed")
        {
            Description = "With the tokens that the file puts around a text, such as those for its beginning and end.",
        };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("encode", "Print the tokens of a text.") { file, text, framed, json };
        command.SetAction(parsed =>
        {
            BpeTokenizer tokenizer = BpeTokenizer.Read(parsed.GetRequiredValue(file));
            int[] tokens = Try(() => tokenizer.Encode(parsed.GetRequiredValue(text), parsed.GetValue(framed)), "TEXT");
            if (parsed.GetValue(json))
                Console.WriteLine(new JsonObject
                {
                    ["ids"] = new JsonArray([.. tokens.Select(token => (JsonNode)token)]),
                    ["tokens"] = new JsonArray([.. tokens.Select(token => (JsonNode?)tokenizer.TokenText(token))]),
                }.ToJsonString());
            else Console.WriteLine(string.Join(' ', tokens));
            return ExitCode.Success;
        });
        return command;
    }

    private static Command Decode()
    {
        Argument<string> file = TokenizerFile();
        var ids = new Argument<int[]>("ID") { Description = "The tokens.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("decode", "Print the text of tokens.") { file, ids };
        command.SetAction(parsed =>
        {
            BpeTokenizer tokenizer = BpeTokenizer.Read(parsed.GetRequiredValue(file));
            int[] tokens = parsed.GetRequiredValue(ids);
            int stranger = Array.FindIndex(tokens, token => token < 0 || token >= tokenizer.VocabularySize);
            if (stranger >= 0)
                throw new ProblemException(ProblemCodes.OptionOutOfRange, "ID",
                    $"There is no token {tokens[stranger]}, so it has no text. Tokens are 0 to {tokenizer.VocabularySize - 1}.");
            Console.WriteLine(tokenizer.Decode(tokens));
            return ExitCode.Success;
        });
        return command;
    }

    private static Argument<string> TokenizerFile() => new("FILE")
    {
        Description = "A tokenizer.json, or a folder with one or with GPT-2's vocab.json and merges.txt.",
    };

    private static BpeTokenizer Learn(string path, int size, string[] special)
    {
        if (size < BpeTrainer.Bytes + special.Length)
            throw new ProblemException(ProblemCodes.OptionOutOfRange, "--size",
                $"{size} tokens have no room for the {BpeTrainer.Bytes} bytes and {special.Length} special tokens. Ask for more.");
        try
        {
            return Try(() => BpeTrainer.Train(TextFile.ReadCorpus(path).Texts, size, special), "TEXT");
        }
        catch (ArgumentException e)
        {
            throw new ProblemException(ProblemCodes.OptionOutOfRange, "--special", $"{e.Message.Split(" (Parameter")[0]} Name another.");
        }
    }

    private static T Try<T>(Func<T> work, string what)
    {
        try
        {
            return work();
        }
        catch (DataException e) when (e is not TokenizerException)
        {
            throw new ProblemException(ProblemCodes.DataProblem, what, e.Message);
        }
    }
}
