using System.Globalization;
using System.Text;

namespace Tributary.Models;

/// <summary>What Unicode says about the parts of characters; read once, from a file that ships inside.</summary>
internal sealed class UnicodeTable
{
    private const int Syllables = 0xAC00, Leads = 0x1100, Vowels = 0x1161, Tails = 0x11A7;
    private const int LeadCount = 19, VowelCount = 21, TailCount = 28;

    private static readonly Lazy<UnicodeTable> _shared = new(() => new UnicodeTable());

    private readonly Dictionary<int, byte> _classes = [];
    private readonly Dictionary<int, int[]> _canonical = [], _compatible = [];
    private readonly Dictionary<(int First, int Second), int> _whole = [];

    private UnicodeTable()
    {
        const string Name = "normalization.txt.gz";
        using Stream stream = typeof(UnicodeTable).Assembly.GetManifestResourceStream(Name)!;
        string[] lines = Encoding.ASCII.GetString(DataFile.ReadBytes(stream, Name)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        foreach (string line in lines.Where(line => line[0] != 'v'))
        {
            int[] numbers = [.. line[2..].Split(' ').Select(Hexadecimal)];
            switch (line[0])
            {
                case 'o':
                    for (int character = numbers[0]; character <= numbers[1]; character++) _classes.Add(character, (byte)numbers[2]);
                    break;
                case 'd': _canonical.Add(numbers[0], numbers[1..]); break;
                case 'k': _compatible.Add(numbers[0], numbers[1..]); break;
                case 'c': _whole.Add((numbers[1], numbers[2]), numbers[0]); break;
            }
        }
    }

    private static int Hexadecimal(string number) => int.Parse(number, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    /// <summary>The one table.</summary>
    public static UnicodeTable Shared => _shared.Value;

    /// <summary>The canonical combining class; zero for what is no mark.</summary>
    public int ClassOf(int character) => _classes.GetValueOrDefault(character);

    /// <summary>Adds the parts of a character, or itself where it has none.</summary>
    public void Decompose(int character, bool compatible, List<int> parts)
    {
        int syllable = character - Syllables;
        if (syllable is >= 0 and < LeadCount * VowelCount * TailCount)
        {
            parts.Add(Leads + syllable / (VowelCount * TailCount));
            parts.Add(Vowels + syllable / TailCount % VowelCount);
            if (syllable % TailCount > 0) parts.Add(Tails + syllable % TailCount);
        }
        else if (compatible && _compatible.TryGetValue(character, out int[]? known)) parts.AddRange(known);
        else if (_canonical.TryGetValue(character, out known)) parts.AddRange(known);
        else parts.Add(character);
    }

    /// <summary>What two characters are together, or null where they stay two.</summary>
    public int? Compose(int first, int second)
    {
        if (first - Leads is >= 0 and < LeadCount and var lead && second - Vowels is >= 0 and < VowelCount and var vowel)
            return Syllables + (lead * VowelCount + vowel) * TailCount;
        bool isOpen = first - Syllables is >= 0 and < LeadCount * VowelCount * TailCount and var syllable && syllable % TailCount == 0;
        if (isOpen && second - Tails is > 0 and < TailCount and var tail) return first + tail;
        return _whole.TryGetValue((first, second), out int whole) ? whole : null;
    }
}
