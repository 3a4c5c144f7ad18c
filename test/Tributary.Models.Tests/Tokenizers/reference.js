// What Hugging Face's tokenizers library makes of texts. Reads one JSON object from standard input:
//   { "library": path of the package, "tokenizer": text of a tokenizer.json, "texts": [...], "special": bool }
// and writes { "size", "tokens": [[...], ...], "decoded": [...] }; or, with "train": path of a text, { "merges": [...] }.
const input = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const library = require(input.library);

async function main() {
  const tokenizer = library.Tokenizer.fromString(input.tokenizer);
  if (input.train) {
    tokenizer.train([input.train]);
    tokenizer.save(input.train + '.json', false);
    const model = JSON.parse(require('fs').readFileSync(input.train + '.json', 'utf8')).model;
    return { merges: model.merges.map(merge => Array.isArray(merge) ? merge.join(' ') : merge) };
  }
  const tokens = [];
  const decoded = [];
  for (const text of input.texts) {
    const encoding = await tokenizer.encode(text, null, { addSpecialTokens: input.special });
    tokens.push(encoding.getIds());
    decoded.push(await tokenizer.decode(encoding.getIds(), false));
  }
  return { size: tokenizer.getVocabSize(true), tokens, decoded };
}

main().then(result => process.stdout.write(JSON.stringify(result)));
