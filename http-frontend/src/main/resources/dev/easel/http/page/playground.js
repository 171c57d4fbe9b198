// The form: what is asked for, and what becomes of it.

import {ApiError, get, make} from './api.js';
import {Board, EXTEND, PAINT} from './canvas.js';
import {element} from './element.js';
import {hasKey, onKey} from './key.js';
import {Mistakes} from './mistakes.js';
import {Previews, Results} from './results.js';

const at = id => document.getElementById(id);
const form = at('form');
const mistakes = new Mistakes(form, at('error'), go);
const board = new Board(at('canvas'), text => { at('board-status').textContent = text; });
const previews = new Previews(at('previews'));
const results = new Results(at('results'), change, seed => {
  at('seed').value = seed;
  say(`Seed ${seed} is kept.`);
});

const HINTS = {
  new: 'A picture from words alone.',
  change: 'A picture like another one; strength says how far to go from it.',
  paint: 'What you paint is made anew, the rest stays.',
  extend: 'The picture on a larger canvas; what is striped is made.',
};
const HELP = {
  change: '',
  paint: 'Paint with mouse or finger. By keyboard: arrow keys move the brush, with Shift by a pixel; space paints.',
  extend: 'Drag the picture, or move it with the arrow keys.',
};
let models = [];
let running = null;

/** For those who do not see the page; said once, when something has changed. */
function say(text) {
  at('status').textContent = text;
}

const mode = () => form.elements.mode.value;

function showMode() {
  const now = mode();
  at('mode-hint').textContent = HINTS[now];
  at('source').hidden = now === 'new';
  at('strength-field').hidden = now === 'new';
  at('brushes').hidden = now !== PAINT;
  at('extent').hidden = now !== EXTEND;
  at('board-help').textContent = HELP[now] ?? '';
  at('board-status').textContent = '';
  const canvas = at('canvas');
  canvas.classList.toggle('is-paint', now === PAINT);
  canvas.classList.toggle('is-extend', now === EXTEND);
  canvas.setAttribute('role', now === 'change' ? 'img' : 'application');
  canvas.setAttribute('aria-label', {paint: 'Mask', extend: 'Picture on its canvas'}[now] ?? 'The picture');
  canvas.tabIndex = now === 'change' ? -1 : 0;
  if (now !== 'new') {
    board.setMode(now);
  }
  showExtent();
}

/** The size that was chosen, as `{width, height}`; null for the model's own. */
function chosenSize() {
  const text = at('size').value === 'other' ? at('custom-size').value.trim() : at('size').value;
  return text || null;
}

function showExtent() {
  at('custom').hidden = at('size').value !== 'other';
  const match = /^(\d+)x(\d+)$/.exec(chosenSize() ?? '');
  const isLegal = match && match[1] > 0 && match[2] > 0 && match[1] <= 4096 && match[2] <= 4096;
  const own = board.picture && {width: board.picture.width * 1.5, height: board.picture.height};
  // Sides that every model takes, where nothing was chosen: half as wide again as the picture.
  const usual = own && {width: Math.round(own.width / 64) * 64, height: Math.round(own.height / 64) * 64};
  board.setExtent(isLegal ? {width: Number(match[1]), height: Number(match[2])} : usual);
}

function showModels() {
  const was = at('model').value;
  at('model').replaceChildren(...models.map(({id}) => element('option', {value: id, textContent: id})));
  if (models.some(({id}) => id === was)) {
    at('model').value = was;
  }
  showSizes();
}

function showSizes() {
  const was = at('size').value;
  const sizes = models.find(({id}) => id === at('model').value)?.sizes ?? [];
  at('size').replaceChildren(
    element('option', {value: '', textContent: 'its own'}),
    ...sizes.map(size => element('option', {value: size, textContent: size})),
    element('option', {value: 'other', textContent: 'other …'}));
  at('size').value = sizes.includes(was) || was === 'other' ? was : '';
  showExtent();
}

async function loadModels() {
  try {
    models = (await get('v3/models')).data;
    mistakes.hide();
    showModels();
    if (models.length === 0) {
      mistakes.show(new Error('Nothing is served yet. /v1/config says what is being loaded, or why it failed.'));
    }
  } catch (failure) {
    mistakes.show(failure);
  }
}

/** Takes a picture to be changed. */
async function change(blob) {
  try {
    await board.load(blob);
  } catch (failure) {
    const why = failure.name === 'InvalidStateError' ? 'The file is no picture that this browser can read.' : failure.message;
    mistakes.show(new ApiError(0, {message: why, param: 'image'}, 0));
    return;
  }
  mistakes.hide();
  at('board').hidden = false;
  at('scale').value = 100;
  if (mode() === 'new') {
    form.elements.mode.value = 'change';
  }
  showMode();
  at('prompt').focus();
  say('The picture is ready to be changed.');
}

/** The request, as the server and the lines for it need it. */
async function request() {
  // Some servers answer with URLs where nobody says otherwise, and those may need a key of their own.
  const fields = {model: at('model').value, prompt: at('prompt').value, response_format: 'b64_json'};
  const size = chosenSize();
  if (size) {
    fields.size = size;
  }
  for (const [id, name] of [['n', 'n'], ['num_inference_steps', ''], ['guidance_scale', ''], ['seed', 'rng_seed'], ['strength', '']]) {
    const typed = at(id).value;
    if (typed !== '' && !(id === 'strength' && mode() === 'new') && !(id === 'n' && typed === '1')) {
      fields[name || id] = Number(typed);
    }
  }
  if (at('negative_prompt').value) {
    fields.negative_prompt = at('negative_prompt').value;
  }
  const run = {path: 'v3/images/generations', fields, files: {}, blobs: {}, hasKey: hasKey()};
  return mode() === 'new' ? run : addPicture(run);
}

async function addPicture(run) {
  if (board.picture === null) {
    throw new ApiError(0, {message: 'Choose a picture first.', param: 'image'}, 0);
  }
  run.path = 'v3/images/edits';
  run.blobs.image = await board.image();
  run.files.image = 'source.png';
  if (mode() === PAINT && board.isBlank()) {
    throw new ApiError(0, {message: 'Paint first over what is to be made anew.', param: 'mask'}, 0);
  }
  if (mode() === PAINT || mode() === EXTEND) {
    run.blobs.mask = await board.maskImage();
    run.files.mask = 'mask.png';
  }
  if (mode() === EXTEND) {
    run.fields.size = `${board.extent.width}x${board.extent.height}`;
  }
  return run;
}

/** The same with what only this page needs. */
function body(run) {
  const shown = at('partial_images').value;
  const sent = shown === 'off' ? run.fields
    : {...run.fields, stream: true, partial_images: Number(shown), progress: true};
  if (Object.keys(run.blobs).length === 0) {
    return sent;
  }
  const data = new FormData();
  Object.entries(sent).forEach(([name, value]) => data.append(name, String(value)));
  Object.entries(run.blobs).forEach(([name, file]) => data.append(name, file, run.files[name]));
  return data;
}

async function go() {
  if (running) {
    return;
  }
  mistakes.hide();
  running = new AbortController();
  const begun = performance.now();
  showRunning(begun);
  try {
    const run = await request();
    const made = await make({path: run.path, body: body(run)}, running.signal, event => follow(event, run));
    const seconds = (performance.now() - begun) / 1000;
    at('empty').hidden = true;
    results.add(run, made.pictures, made.facts, seconds);
    say(`Done in ${seconds.toFixed(1)} seconds: ${made.pictures.length === 1 ? 'one picture' : `${made.pictures.length} pictures`}.`);
  } catch (failure) {
    if (failure.name === 'AbortError') {
      say(`Cancelled after ${((performance.now() - begun) / 1000).toFixed(1)} seconds.`);
    } else {
      mistakes.show(failure);
    }
  } finally {
    hideRunning();
  }
}

/** What the stream says of a run. */
function follow(event, run) {
  if (event.type.endsWith('.progress')) {
    const left = event.seconds_left > 0 ? `, about ${Math.ceil(event.seconds_left)} s left` : '';
    if (event.place) {
      at('running-text').textContent = `Waiting: number ${event.place} in line${left}`;
      say(`Waiting, number ${event.place} in line.`);
    } else if (event.step) {
      at('running-text').textContent = `Step ${event.step} of ${event.steps}${left}`;
      at('progress').max = event.steps;
      at('progress').value = event.step;
      if (event.step === 1 || event.step === Math.ceil(event.steps / 2)) {
        say(`Step ${event.step} of ${event.steps}.`);
      }
    }
  } else if (event.b64_json) {
    previews.show({data: event.b64_json, type: `image/${event.output_format ?? 'png'}`}, event.image_index ?? 0,
      `Unfinished: ${run.fields.prompt}`);
  }
}

let clock = 0;

function showRunning(begun) {
  at('running').hidden = false;
  at('empty').hidden = true;
  at('running-text').textContent = 'Asking the server';
  at('progress').removeAttribute('value');
  // A button that has been turned off would keep the focus and do nothing.
  if (document.activeElement === at('go')) {
    at('cancel').focus();
  }
  at('go').disabled = true;
  at('running').scrollIntoView({block: 'nearest'});
  clock = setInterval(() => {
    at('running-time').textContent = `${((performance.now() - begun) / 1000).toFixed(1)} s`;
  }, 100);
  say('Asking the server.');
}

function hideRunning() {
  clearInterval(clock);
  running = null;
  previews.clear();
  const hadFocus = document.activeElement === at('cancel');
  at('running').hidden = true;
  at('empty').hidden = at('results').children.length > 0;
  at('go').disabled = false;
  if (hadFocus) {
    at('go').focus({preventScroll: true});
  }
}

form.addEventListener('submit', event => {
  event.preventDefault();
  go();
});
form.addEventListener('keydown', event => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    go();
  }
});
form.elements.mode.forEach(each => each.addEventListener('change', showMode));
at('cancel').addEventListener('click', () => running?.abort());
at('file').addEventListener('change', event => {
  const [file] = event.target.files;
  if (file) {
    change(file);
  }
});
at('model').addEventListener('change', showSizes);
at('size').addEventListener('change', showExtent);
at('custom-size').addEventListener('input', showExtent);
at('brush').addEventListener('input', event => {
  board.brush.size = Number(event.target.value);
  board.draw();
});
at('scale').addEventListener('input', event => board.setScale(Number(event.target.value) / 100));
at('clear').addEventListener('click', () => {
  board.clear();
  at('board-status').textContent = 'Nothing is painted';
});
at('erase').addEventListener('click', event => {
  board.brush.erases = !board.brush.erases;
  event.target.setAttribute('aria-pressed', String(board.brush.erases));
});
onKey(loadModels);
showMode();
loadModels();
