// What came of the requests, the newest first.

import {blob} from './api.js';
import {element} from './element.js';
import {curl, python} from './lines.js';

const MOST_RUNS = 20;

/** Pictures that are still to come. */
export class Previews {
  constructor(place) {
    this.place = place;
    this.images = new Map();
  }

  show(picture, index, alt) {
    let image = this.images.get(index);
    if (!image) {
      image = element('img', {alt});
      this.images.set(index, image);
      this.place.append(element('figure', {className: 'is-coming'}, image));
    }
    free(image);
    image.src = URL.createObjectURL(blob(picture));
  }

  clear() {
    this.images.forEach(free);
    this.images.clear();
    this.place.replaceChildren();
  }
}

function free(image) {
  if (image.src) {
    URL.revokeObjectURL(image.src);
  }
}

/** The list of what was made; `use` gets a picture that is to be changed, `seed` a seed. */
export class Results {
  constructor(place, use, seed) {
    this.place = place;
    this.use = use;
    this.seed = seed;
    this.count = 0;
  }

  /** Adds what a run has made; returns its element. */
  add(run, pictures, facts, seconds) {
    const seed = pictures[0].seed;
    const made = {...run, fields: {...run.fields, ...(seed === undefined ? {} : {rng_seed: seed})}};
    this.count++;
    const figures = pictures.map(picture => this.#figure(picture, run.fields.prompt));
    const card = element('article', {className: 'run sheet', tabIndex: -1},
      element('div', {className: 'pictures'}, ...figures),
      element('p', {className: 'said', textContent: run.fields.prompt}),
      element('p', {className: 'facts', textContent: summary(made, facts, seconds)}),
      ...times(facts),
      ...notes(facts),
      this.#buttons(pictures, seed, run),
      this.#lines(made));
    card.setAttribute('aria-label', `Run ${this.count}: ${run.fields.prompt}`);
    this.place.prepend(card);
    while (this.place.children.length > MOST_RUNS) {
      const last = this.place.lastElementChild;
      last.querySelectorAll('img').forEach(free);
      last.querySelectorAll('a[download]').forEach(link => URL.revokeObjectURL(link.href));
      last.remove();
    }
    return card;
  }

  #figure(picture, prompt) {
    const url = URL.createObjectURL(blob(picture));
    return element('figure', {}, element('img', {src: url, alt: prompt}));
  }

  #buttons(pictures, seed, run) {
    const buttons = element('div', {className: 'buttons'});
    pictures.forEach((picture, at) => {
      const which = pictures.length > 1 ? ` ${at + 1}` : '';
      const extension = picture.type.replace('image/', '');
      const change = element('button', {type: 'button', className: 'small', textContent: `Change${which}`});
      change.addEventListener('click', () => this.use(blob(picture)));
      buttons.append(saved(blob(picture), `picture${at + 1}.${extension}`, `Save${which}`), change);
    });
    if (seed !== undefined) {
      const again = element('button', {type: 'button', className: 'small', textContent: 'Keep this seed'});
      again.addEventListener('click', () => this.seed(seed));
      buttons.append(again);
    }
    for (const [name, file] of Object.entries(run.blobs)) {
      buttons.append(saved(file, run.files[name], `Save ${run.files[name]}`));
    }
    return buttons;
  }

  #lines(run) {
    const files = Object.values(run.files);
    return element('details', {},
      element('summary', {textContent: 'The same from a shell, or in Python'}),
      ...(files.length === 0 ? [] : [element('p', {
        className: 'hint',
        textContent: `Both read ${files.join(' and ')} from the folder they run in; save them above.`,
      })]),
      ...(run.hasKey ? [element('p', {
        className: 'hint',
        textContent: 'Both take the key from the variable EASEL_KEY.',
      })] : []),
      block('curl', curl(run)),
      block('Python', python(run)));
  }
}

function saved(file, name, text) {
  return element('a', {
    className: 'button small', href: URL.createObjectURL(file), download: name, textContent: text,
  });
}

function block(name, text) {
  const copy = element('button', {type: 'button', className: 'small', textContent: 'Copy'});
  copy.setAttribute('aria-label', `Copy the ${name} lines`);
  const code = element('code', {textContent: text});
  const pre = element('pre', {}, code);
  copy.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(text);
      copy.textContent = 'Copied';
    } catch {
      // Pages without TLS may not write to the clipboard: the text is marked, and copied by keys.
      getSelection().selectAllChildren(code);
      copy.textContent = 'Marked: press Ctrl + C';
    }
  });
  return element('div', {className: `line ${name.toLowerCase()}`},
    element('h3', {}, name, copy), pre);
}

function summary(run, facts, seconds) {
  const {fields} = run;
  return [
    fields.model,
    fields.size,
    facts.steps && `${facts.steps} steps`,
    fields.rng_seed !== undefined && `seed ${fields.rng_seed}`,
    `${seconds.toFixed(1)} s`,
    facts.cache === 'hit' && 'kept answer',
  ].filter(Boolean).join(' · ');
}

/** The server's own times, in milliseconds. */
function times(facts) {
  const parts = facts.timing.split(',').map(each => /^\s*([\w-]+);dur=([\d.]+)/.exec(each)).filter(Boolean);
  return parts.length === 0 ? [] : [element('p', {
    className: 'facts timing',
    textContent: `Server: ${parts.map(([, name, ms]) => `${name} ${Number(ms).toFixed(Number(ms) < 10 ? 1 : 0)} ms`).join(', ')}`,
  })];
}

function notes(facts) {
  const said = [];
  if (facts.ignored) {
    said.push(`Without effect on this model: ${facts.ignored}`);
  }
  if (facts.kept && facts.kept !== facts.sent) {
    said.push(`The prompt was cut: ${facts.kept} of its ${facts.sent} tokens count.`);
  }
  return said.map(textContent => element('p', {className: 'facts', textContent}));
}
