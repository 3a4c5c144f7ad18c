using System.Text;

namespace Tributary.Models;

/// <summary>A printable character for each byte: what byte-level tokenizers write instead of bytes.</summary>
/// <remarks>
/// The <c>bytes_to_unicode</c> of GPT-2 (Radford et al. 2019): printable characters of Latin-1 stand for themselves, and the other
/// 68 bytes in order for the characters from U+0100 on; a space becomes U+0120.
/// </remarks>
internal static class ByteAlphabet
{
    private const int Shift = 0x100;
    private static readonly char[] _characters = MakeCharacters();
    private static readonly Dictionary<char, byte> _bytes = Enumerable.Range(0, 256).ToDictionary(i => _characters[i], i => (byte)i);

    /// <summary>The character of a byte.</summary>
    public static char CharacterOf(byte value) => _characters[value];

    /// <summary>The characters of a text's UTF-8.</summary>
    public static string Write(ReadOnlySpan<char> text)
    {
        byte[] bytes = new byte[Encoding.UTF8.GetByteCount(text)];
        Encoding.UTF8.GetBytes(text, bytes);
        return string.Create(bytes.Length, bytes, static (characters, bytes) =>
        {
            for (int i = 0; i < characters.Length; i++) characters[i] = _characters[bytes[i]];
        });
    }

    /// <summary>Adds the bytes that a token's characters stand for; its own UTF-8 where one of them stands for none.</summary>
    public static void Read(string token, List<byte> bytes)
    {
        int before = bytes.Count;
        foreach (char character in token)
        {
            if (_bytes.TryGetValue(character, out byte value))
            {
                bytes.Add(value);
                continue;
            }
            bytes.RemoveRange(before, bytes.Count - before);
            bytes.AddRange(Encoding.UTF8.GetBytes(token));
            return;
        }
    }

    private static char[] MakeCharacters()
    {
        char[] characters = new char[256];
        int others = 0;
        for (int i = 0; i < characters.Length; i++)
        {
            bool printable = i is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);
            characters[i] = (char)(printable ? i : Shift + others++);
        }
        return characters;
    }
}
