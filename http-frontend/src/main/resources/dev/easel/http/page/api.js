// Speaks to the server that handed out the page, under the path where it lies.

import {events} from './events.js';
import {keyHeaders} from './key.js';

/** Where the server is, with a slash at the end; behind a proxy it may lie below a path. */
export const base = new URL('../', import.meta.url).href;

const NOBODY = 'The server does not answer. Is it still there?';

/** What the server says went wrong. */
export class ApiError extends Error {
  constructor(status, error, retryAfter) {
    super(error.message ?? `the server answered ${status}`);
    this.status = status;
    this.code = error.code ?? '';
    this.field = error.param ?? '';
    this.retryAfter = retryAfter;
  }
}

/** What `fetch` gets; that nobody answers is said in words, as browsers do not. */
async function ask(path, options) {
  try {
    return await fetch(new URL(path, base), options);
  } catch (failure) {
    throw failure.name === 'AbortError' ? failure : new ApiError(0, {message: NOBODY}, 0);
  }
}

/** The answer to a GET, read as JSON. */
export async function get(path) {
  const answer = await ask(path, {headers: keyHeaders(), cache: 'no-store'});
  await check(answer);
  return answer.json();
}

/**
 * The drawing at a path. The browser reads it as a document, not the page as text: so a page that
 * may make no markup from text can show it.
 */
export function drawing(path) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('GET', new URL(path, base));
    request.responseType = 'document';
    request.overrideMimeType('image/svg+xml');
    Object.entries(keyHeaders()).forEach(([name, value]) => request.setRequestHeader(name, value));
    request.onload = () => {
      if (request.status === 200 && request.responseXML) {
        resolve(document.adoptNode(request.responseXML.documentElement));
      } else {
        reject(new ApiError(request.status, {message: `The drawing could not be had: ${request.status}.`}, 0));
      }
    };
    request.onerror = () => reject(new ApiError(0, {message: NOBODY}, 0));
    request.send();
  });
}

/**
 * Has pictures made. `onEvent` hears of each event of a streamed answer.
 *
 * Resolves to `{pictures, facts}`: pictures as `{data, type, index, seed}`.
 */
export async function make(request, signal, onEvent) {
  const isForm = request.body instanceof FormData;
  const answer = await ask(request.path, {
    method: 'POST',
    headers: {...keyHeaders(), ...(isForm ? {} : {'content-type': 'application/json'})},
    body: isForm ? request.body : JSON.stringify(request.body),
    signal,
  });
  await check(answer);
  const isStream = (answer.headers.get('content-type') ?? '').startsWith('text/event-stream');
  const pictures = isStream ? await streamed(answer, onEvent) : whole(await answer.json());
  return {pictures, facts: facts(answer)};
}

async function streamed(answer, onEvent) {
  const pictures = [];
  for await (const {name, data} of events(answer.body)) {
    if (name === 'error' || data.error) {
      throw new ApiError(answer.status, data.error, 0);
    }
    onEvent(data);
    if (data.type.endsWith('.completed')) {
      pictures.push(picture(data, data.image_index ?? 0, data.output_format, data.seed));
    }
  }
  if (pictures.length === 0) {
    throw new ApiError(answer.status, {message: 'The answer ended before its picture.'}, 0);
  }
  return pictures.sort((a, b) => a.index - b.index);
}

function whole(answer) {
  if (!Array.isArray(answer.data)) {
    throw new ApiError(200, {message: 'The answer has no pictures.'}, 0);
  }
  return answer.data.map((each, at) =>
    picture(each, each.index ?? at, answer.output_format, each.seed));
}

function picture(from, index, format, seed) {
  return {data: from.b64_json, type: `image/${format ?? 'png'}`, index, seed};
}

/** What the head says of the run. */
function facts(answer) {
  return {
    timing: answer.headers.get('server-timing') ?? '',
    steps: answer.headers.get('x-easel-steps') ?? '',
    ignored: answer.headers.get('x-easel-ignored-parameters') ?? '',
    kept: answer.headers.get('x-easel-prompt-tokens-kept') ?? '',
    sent: answer.headers.get('x-easel-prompt-tokens-sent') ?? '',
    cache: answer.headers.get('x-easel-cache') ?? '',
  };
}

async function check(answer) {
  if (answer.ok) {
    return;
  }
  const text = await answer.text();
  let error = {message: text || `the server answered ${answer.status}`};
  try {
    const said = JSON.parse(text).error ?? error;
    error = typeof said === 'string' ? {message: said} : said;
  } catch {
    // A proxy's page, then; its text is all there is.
  }
  throw new ApiError(answer.status, error, Number(answer.headers.get('retry-after')) || 0);
}

/** A picture in base64 as a Blob. */
export function blob(picture) {
  const binary = atob(picture.data);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) {
    bytes[i] = binary.charCodeAt(i);
  }
  return new Blob([bytes], {type: picture.type ?? 'image/png'});
}
