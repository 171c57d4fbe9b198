// Reads server-sent events from the body of an answer to fetch, which EventSource cannot: it sends
// no body and no key.

/** Yields `{name, data}` of each event, with its data read as JSON. */
export async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  try {
    for (;;) {
      const {done, value} = await reader.read();
      if (done) {
        return;
      }
      text += value;
      // A picture is one long line in many pieces: only where an event may end is it taken apart.
      if (!value.includes('\n')) {
        continue;
      }
      const whole = text.split('\n\n');
      text = whole.pop();
      for (const each of whole) {
        const event = parsed(each);
        if (event) {
          yield event;
        }
      }
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

function parsed(text) {
  let name = 'message';
  const data = [];
  for (const line of text.split('\n')) {
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') {
      name = value;
    } else if (field === 'data') {
      data.push(value);
    }
  }
  const joined = data.join('\n');
  return joined && joined !== '[DONE]' ? {name, data: JSON.parse(joined)} : null;
}
