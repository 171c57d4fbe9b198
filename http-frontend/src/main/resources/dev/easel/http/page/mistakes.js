// What went wrong, as the server says it, and beside the field that it is about.

import {element} from './element.js';
import {askForKey} from './key.js';

/** Fields of a request and where they are typed, where the names differ. */
const PLACES = {rng_seed: 'seed', image: 'file', mask: 'canvas', 'image[]': 'file', width: 'size', height: 'size'};

/** The box for mistakes of a form; `retry` does again what was refused. */
export class Mistakes {
  #clock = 0;

  constructor(form, box, retry) {
    this.form = form;
    this.box = box;
    this.retry = retry;
  }

  hide() {
    clearInterval(this.#clock);
    this.box.hidden = true;
    this.form.querySelector('.actions').before(this.box);
    this.box.replaceChildren();
    this.form.querySelectorAll('[aria-invalid]').forEach(each => {
      each.removeAttribute('aria-invalid');
      if (each.getAttribute('aria-describedby') === this.box.id) {
        each.removeAttribute('aria-describedby');
      }
    });
  }

  show(failure) {
    this.hide();
    if (failure.status === 401) {
      askForKey(failure.message);
      return;
    }
    this.box.append(element('p', {textContent: failure.message}));
    const isBusy = failure.status === 429 || failure.status === 503;
    this.box.classList.toggle('calm', isBusy);
    if (isBusy) {
      this.box.append(...this.#patience(failure));
    }
    this.box.hidden = false;
    const place = this.#place(failure.field);
    if (place) {
      place.closest('details')?.setAttribute('open', '');
      place.closest('.field, .grid > div, #board').after(this.box);
      place.setAttribute('aria-invalid', 'true');
      if (!place.hasAttribute('aria-describedby')) {
        place.setAttribute('aria-describedby', this.box.id);
      }
      place.focus();
    } else {
      this.box.focus();
    }
  }

  /** Where what a mistake is about is typed, if that is on this page. */
  #place(field) {
    if (!field) {
      return null;
    }
    const isTyped = field === 'size' && document.getElementById('size').value === 'other';
    const place = document.getElementById(isTyped ? 'custom-size' : PLACES[field] ?? field);
    return this.form.contains(place) ? place : null;
  }

  /** A full line is nobody's mistake: says when it is worth trying again. */
  #patience(failure) {
    let left = Math.ceil(failure.retryAfter);
    const text = element('p');
    // Every second is too often to be read aloud.
    text.setAttribute('aria-live', 'off');
    const again = element('button', {type: 'button', textContent: 'Try again'});
    again.addEventListener('click', this.retry);
    const show = () => {
      text.textContent = left > 0
        ? `It is busy. There should be room in ${left} s.`
        : 'There should be room now.';
      if (left-- <= 0) {
        clearInterval(this.#clock);
      }
    };
    show();
    this.#clock = setInterval(show, 1000);
    return [text, again];
  }
}
