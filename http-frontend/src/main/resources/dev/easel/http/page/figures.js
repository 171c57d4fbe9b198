// What numbers that only grow have done lately.

/** How long back lately goes. */
const WINDOW_SECONDS = 10;

/** The looks at one graph of the last seconds. */
export class Figures {
  #looks = [];

  take(graph) {
    const last = this.#looks.at(-1);
    // A graph that was loaded again counts from the beginning.
    if (last && (!graph.profiled || !(graph.profiled_seconds >= last.profiled_seconds))) {
      this.#looks = [];
    }
    if (graph.profiled) {
      this.#looks.push(graph);
      while (this.#looks.length > 2 && graph.profiled_seconds - this.#looks[1].profiled_seconds > WINDOW_SECONDS) {
        this.#looks.shift();
      }
    }
  }

  /** Whether there are two looks to compare. */
  isMoving() {
    return this.#looks.length > 1;
  }

  /** How much a number grows in a second; `of` takes it out of a look. */
  rate(of) {
    const seconds = this.isMoving() ? this.#last().profiled_seconds - this.#looks[0].profiled_seconds : 0;
    return seconds > 0 ? this.#grown(of) / seconds : 0;
  }

  /** What stands in a node's box: its rate and mean time lately, or what it has done before. */
  ofNode(id) {
    if (this.#looks.length === 0) {
      return '';
    }
    const {calls} = this.#last().nodes[id];
    if (calls.count === 0) {
      return 'not called yet';
    }
    const lately = this.isMoving() ? this.#grown(g => g.nodes[id].calls.count) : 0;
    return lately > 0
      ? `${count(this.rate(g => g.nodes[id].calls.count))}/s · ${duration(this.#grown(g => g.nodes[id].calls.sum_us) / lately)}`
      : `${calls.count} ${calls.count === 1 ? 'call' : 'calls'} · ${duration(calls.sum_us / calls.count)}`;
  }

  #last() {
    return this.#looks.at(-1);
  }

  #grown(of) {
    return of(this.#last()) - of(this.#looks[0]);
  }
}

/** A rate, as short as it is still one. */
export function count(number) {
  return number >= 100 || number === 0 ? String(Math.round(number)) : number.toPrecision(2);
}

/** A time in microseconds, in the unit that fits it. */
export function duration(micros) {
  if (!(micros > 0)) {
    return '0 µs';
  }
  const [value, unit] = micros < 1e3 ? [micros, 'µs'] : micros < 1e6 ? [micros / 1e3, 'ms'] : [micros / 1e6, 's'];
  return `${value >= 100 ? Math.round(value) : Number(value.toPrecision(2))} ${unit}`;
}
