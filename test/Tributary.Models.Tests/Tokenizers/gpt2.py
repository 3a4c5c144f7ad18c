# Byte-pair encoding as GPT-2 was published with (Radford et al. 2019), written anew and without cleverness: words by its pattern, then
# again and again the pair of the lowest rank, everywhere in the word. Reads { "vocab", "merges", "texts" } from standard input and writes
# the tokens of every text. The pattern needs classes of Unicode that Python's expressions lack: it is matched on a shadow of the text, in
# which a letter is 'X' unless a contraction may have it, a number '0', other white space a tab, and all else '!'.
import json
import re
import sys
import unicodedata

PATTERN = re.compile(r"'s|'t|'re|'ve|'m|'ll|'d| ?[a-zX]+| ?0+| ?['!]+|[ \t]+(?![^ \t])|[ \t]+")
SPACES = set('\t\n\x0b\x0c\r\x85\u2028\u2029')


def shadow(character):
    if character == ' ' or character == "'" or 'a' <= character <= 'z':
        return character
    category = unicodedata.category(character)
    if category[0] == 'L':
        return 'X'
    if category[0] == 'N':
        return '0'
    return '\t' if category == 'Zs' or character in SPACES else '!'


def alphabet():
    printable = list(range(33, 127)) + list(range(161, 173)) + list(range(174, 256))
    others = [value for value in range(256) if value not in printable]
    characters = {value: chr(value) for value in printable}
    characters.update({value: chr(256 + i) for i, value in enumerate(others)})
    return characters


def merge(word, ranks):
    symbols = list(word)
    while len(symbols) > 1:
        best = min(zip(symbols, symbols[1:]), key=lambda pair: ranks.get(pair, len(ranks)))
        if best not in ranks:
            break
        merged, i = [], 0
        while i < len(symbols):
            if tuple(symbols[i:i + 2]) == best:
                merged.append(symbols[i] + symbols[i + 1])
                i += 2
            else:
                merged.append(symbols[i])
                i += 1
        symbols = merged
    return symbols


def main():
    given = json.load(sys.stdin)
    ranks = {tuple(pair.split(' ')): rank for rank, pair in enumerate(given['merges'])}
    characters = alphabet()
    result = []
    for text in given['texts']:
        tokens = []
        for match in PATTERN.finditer(''.join(shadow(character) for character in text)):
            word = ''.join(characters[value] for value in text[match.start():match.end()].encode())
            tokens += [given['vocab'][symbol] for symbol in merge(word, ranks)]
        result.append(tokens)
    json.dump(result, sys.stdout)


main()
