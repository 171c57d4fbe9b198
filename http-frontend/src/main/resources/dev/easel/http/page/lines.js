// What was done, as a line for a shell and for OpenAI's client in Python. Both give the same
// pictures again: the seed is that of the answer, and nothing is left to defaults that a user typed.

import {base} from './api.js';

/** What curl's `-d` or its form, and the client's own arguments, are called. */
const OPENAI = new Set(['model', 'prompt', 'n', 'size', 'response_format']);

/** Text as one word of a shell. */
export function quoted(text) {
  return `'${String(text).replaceAll("'", `'\\''`)}'`;
}

function decode(isMany) {
  const name = isMany ? `f"picture-{i}.png"` : `"picture.png"`;
  return [
    'import base64, json, sys',
    'answer = json.load(sys.stdin)',
    'if "error" in answer: sys.exit(answer["error"]["message"])',
    `for i, each in enumerate(answer["data"]): open(${name}, "wb").write(base64.b64decode(each["b64_json"]))`,
  ].join('\n');
}

/**
 * The line for a shell.
 *
 * `run` is `{path, fields, files, hasKey}`: fields as JSON has them, files as names under fields.
 */
export function curl(run) {
  const words = [`curl -s ${quoted(new URL(run.path, base).href)}`];
  if (run.hasKey) {
    words.push(`-H "Authorization: Bearer $EASEL_KEY"`);
  }
  const files = Object.entries(run.files);
  if (files.length === 0) {
    words.push(`-H 'Content-Type: application/json'`);
    // A backslash in front of a quotation mark, as JSON has it, stays one between single quotes.
    words.push(`-d ${quoted(JSON.stringify(run.fields))}`);
  } else {
    for (const [name, value] of Object.entries(run.fields)) {
      words.push(`--form-string ${quoted(`${name}=${value}`)}`);
    }
    for (const [name, file] of files) {
      words.push(`-F ${name}=@${file}`);
    }
  }
  return `${words.join(' \\\n  ')} \\\n  | python3 -c ${quoted(decode((run.fields.n ?? 1) > 1))}`;
}

/** The same for OpenAI's client. */
export function python(run) {
  const files = Object.entries(run.files);
  const own = Object.entries(run.fields).filter(([name]) => OPENAI.has(name));
  const more = Object.entries(run.fields).filter(([name]) => !OPENAI.has(name));
  const given = [
    ...own.map(([name, value]) => `${name}=${literal(value)}`),
    ...files.map(([name, file]) => `${name}=open(${literal(file)}, "rb")`),
    ...(more.length === 0
      ? []
      : [`extra_body={${more.map(([n, v]) => `${literal(n)}: ${literal(v)}`).join(', ')}}`]),
  ];
  const key = run.hasKey ? 'os.environ["EASEL_KEY"]' : '"unused"';
  const name = (run.fields.n ?? 1) > 1 ? `f"picture-{i}.png"` : `"picture.png"`;
  return `import base64, ${run.hasKey ? 'os, ' : ''}openai

client = openai.OpenAI(base_url=${literal(new URL('v3', base).href)}, api_key=${key})
answer = client.images.${files.length === 0 ? 'generate' : 'edit'}(
    ${given.join(',\n    ')},
)
for i, image in enumerate(answer.data):
    open(${name}, "wb").write(base64.b64decode(image.b64_json))
`;
}

/** Python reads numbers and strings as JSON writes them. */
function literal(value) {
  return JSON.stringify(value);
}
