// The API key: asked for when the server demands one, kept until the tab is closed, and sent in a
// header alone, so that it stands in no address and no history.

const PLACE = 'easel-key';

const panel = document.getElementById('key-panel');
const field = document.getElementById('key');
const reason = document.getElementById('key-reason');
const button = document.getElementById('key-button');
let whenGiven = () => {};

/** The headers that say who asks. */
export function keyHeaders() {
  return hasKey() ? {authorization: `Bearer ${sessionStorage.getItem(PLACE)}`} : {};
}

export function hasKey() {
  return Boolean(sessionStorage.getItem(PLACE));
}

/** Shows the field; `why` is what the server said. */
export function askForKey(why) {
  reason.textContent = why;
  panel.hidden = false;
  button.hidden = false;
  button.setAttribute('aria-expanded', 'true');
  field.value = '';
  field.focus();
}

/** Calls `then` whenever a key was given or forgotten. */
export function onKey(then) {
  whenGiven = then;
}

function close() {
  panel.hidden = true;
  button.setAttribute('aria-expanded', 'false');
  button.hidden = !hasKey();
}

panel.addEventListener('submit', event => {
  event.preventDefault();
  const typed = field.value.trim();
  field.value = '';
  if (typed) {
    sessionStorage.setItem(PLACE, typed);
  }
  close();
  whenGiven();
});

document.getElementById('key-forget').addEventListener('click', () => {
  sessionStorage.removeItem(PLACE);
  close();
  whenGiven();
});

button.addEventListener('click', () => {
  if (panel.hidden) {
    askForKey('The key is kept until this tab is closed.');
  } else {
    close();
  }
});

button.hidden = !hasKey();
