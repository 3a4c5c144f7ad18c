using System.Globalization;
using System.Text;
using Tributary.Tensors;

namespace Tributary.Models.Tests;

/// <summary>Random strings of Unicode that try what tokenizers are wrong about: spaces, contractions, planes, marks.</summary>
internal static class RandomText
{
    private static readonly string[] _words =
    [
        " ", "  ", "\n", "\r\n", "\n\n", "\t", "\u00A0", "\u2003", "\u3000", "\u0085", "'s", "'LL", "'\u017F", "'ve", "it's", "we're", "the", " the", "Hello",
        " world", "123", "4567", "3.14", "\u0663\u0664", "...", "!?", "$", "#", "na\u00EFve", "e\u0301", "\u4F60\u597D", "\u041F\u0440\u0438\u0432\u0435\u0442", "\uD83D\uDE00",
        "\uD83D\uDC69\u200D\uD83D\uDCBB", "\uD835\uDC9C\uD835\uDCB7", "\uD800\uDF30", "\uD835\uDFD8", "\uD840\uDC00", "\uD83C\uDDEB\uD83C\uDDF7", "\uFFFD", "\uFEFF", "\u0000", "\u2581", "_", "<|endoftext|>",
        "<s>", "\u2028", "\u1680", "\u180E", "\u200B", "\u00BD", "\u2167", "\u0301", "aaaaaaaaaaaaaaaaaaaa", "\u216B", "\uD81A\uDD51",
    ];

    /// <summary>Strings of up to a few dozen pieces.</summary>
    public static IEnumerable<string> Strings(int count, ulong seed)
    {
        var random = new RandomStream(seed);
        for (int i = 0; i < count; i++)
        {
            var text = new StringBuilder();
            int pieces = random.NextInt(24);
            for (int piece = 0; piece < pieces; piece++)
                text.Append(random.NextInt(3) > 0 ? _words[random.NextInt(_words.Length)] : Rune(random).ToString());
            yield return text.ToString();
        }
    }

    /// <summary>An assigned character of any plane; old enough to be in everybody's tables.</summary>
    private static Rune Rune(RandomStream random)
    {
        while (true)
        {
            int bound = random.NextInt(4) switch { 0 => 0x250, 1 => 0x3100, 2 => 0x10000, _ => 0x20000 };
            if (System.Text.Rune.TryCreate(random.NextInt(bound), out Rune rune) && IsOld(rune)) return rune;
        }
    }

    private static bool IsOld(Rune rune) =>
        System.Text.Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse)
        && (rune.IsBmp || rune.Value is (>= 0x10300 and <= 0x1034A) or (>= 0x10400 and <= 0x1049D) or (>= 0x1D400 and <= 0x1D7FF)
            or (>= 0x1F300 and <= 0x1F5FF) or (>= 0x1D165 and <= 0x1D169));
}
