# Writes normalization.txt.gz, from the tables of Unicode that Python carries: run by whoever wants a newer version of Unicode.
#   v VERSION            the version of Unicode
#   o FIRST LAST CLASS   characters whose canonical combining class is not 0
#   d CHARACTER PARTS    a full canonical decomposition
#   k CHARACTER PARTS    a full compatibility decomposition, where it differs from the canonical one
#   c WHOLE FIRST SECOND what two characters are composed to
# Numbers are hexadecimal. Hangul is left out: its rule is arithmetic (The Unicode Standard, section 3.12).
import gzip
import pathlib
import sys
import unicodedata


def numbers(text):
    return ' '.join(f'{ord(character):X}' for character in text)


def lines():
    yield f'v {unicodedata.unidata_version}'
    characters = [chr(value) for value in range(0x110000) if not 0xD800 <= value <= 0xDFFF and not 0xAC00 <= value <= 0xD7A3]
    ranges = []
    for character in characters:
        order, value = unicodedata.combining(character), ord(character)
        if order == 0:
            continue
        if ranges and ranges[-1][1] == value - 1 and ranges[-1][2] == order:
            ranges[-1][1] = value
        else:
            ranges.append([value, value, order])
    yield from (f'o {first:X} {last:X} {order:X}' for first, last, order in ranges)
    for character in characters:
        canonical, compatible = unicodedata.normalize('NFD', character), unicodedata.normalize('NFKD', character)
        if canonical != character:
            yield f'd {numbers(character + canonical)}'
        if compatible != canonical:
            yield f'k {numbers(character + compatible)}'
    for character in characters:
        parts = unicodedata.decomposition(character).split()
        if len(parts) == 2 and not parts[0].startswith('<'):
            pair = ''.join(chr(int(part, 16)) for part in parts)
            if unicodedata.normalize('NFC', pair) == character:
                yield f'c {numbers(character + pair)}'


text = ''.join(line + '\n' for line in lines())
if '--print' in sys.argv:
    sys.stdout.write(text)
else:
    pathlib.Path(__file__).with_name('normalization.txt.gz').write_bytes(gzip.compress(text.encode(), 9, mtime=0))
