// What the servables' graphs are doing, looked at again and again.

import {drawing, get} from './api.js';
import {element} from './element.js';
import {count, duration, Figures} from './figures.js';
import {askForKey, onKey} from './key.js';

const LOOK_MILLIS = 2000;
/** As many graphs are drawn unasked; of more, those that are opened. */
const MOST_OPEN = 4;

const at = id => document.getElementById(id);
const views = new Map();
let isPaused = false;
let timer = 0;
let lookedAt = 0;

/** One servable on the page. */
class View {
  constructor(name, isOpen) {
    this.name = name;
    this.figures = new Figures();
    this.drawn = '';
    this.state = element('span', {className: 'state'});
    this.row = element('dl', {className: 'figures-row'});
    this.picture = element('div', {className: 'drawing', tabIndex: 0});
    this.picture.setAttribute('role', 'group');
    this.picture.setAttribute('aria-label', `The graph of ${name}; what it shows is in the table below`);
    this.note = element('p', {className: 'hint'});
    this.tables = element('details', {className: 'tables'}, element('summary', {textContent: 'As a table'}),
      element('div', {className: 'scroll', tabIndex: 0}));
    this.tables.lastElementChild.setAttribute('role', 'group');
    this.tables.lastElementChild.setAttribute('aria-label', `The figures of ${name}`);
    this.root = element('details', {className: 'graph sheet', open: isOpen},
      element('summary', {}, element('h2', {textContent: name}), this.state),
      element('div', {className: 'inside'}, this.row, this.picture, this.note, this.tables));
    this.root.addEventListener('toggle', () => this.#show());
    this.tables.addEventListener('toggle', () => this.#show());
  }

  take(graph) {
    this.graph = graph;
    this.figures.take(graph);
    this.#show();
  }

  #show() {
    const {graph} = this;
    this.state.textContent = said(graph);
    if (!this.root.open) {
      return;
    }
    const has = Boolean(graph.nodes);
    this.picture.hidden = !has;
    this.tables.hidden = !has;
    this.note.textContent = note(graph, has);
    this.note.hidden = !this.note.textContent;
    this.row.replaceChildren(...this.#numbers());
    if (has) {
      this.#draw();
      if (this.tables.open) {
        this.tables.lastElementChild.replaceChildren(...tables(graph, this.figures));
      }
    }
  }

  #numbers() {
    const {graph, figures} = this;
    const rows = [];
    if (graph.line) {
      const {line} = graph;
      rows.push(['Model', `${line.running} of ${line.concurrent} in use`]);
      rows.push(['Line before it', line.waiting === 0 ? 'nobody'
        : `${line.waiting} waiting, ${duration(line.waiting_seconds * 1e6)} of work`]);
    }
    if (graph.runs) {
      rows.push(['Runs', figures.isMoving() ? `${count(figures.rate(g => g.runs.finished + g.runs.failed))}/s` : '–']);
      rows.push(['Running', graph.runs.running]);
      rows.push(['Done', graph.runs.finished]);
      rows.push(['Failed or left', graph.runs.failed]);
    }
    return rows.map(([name, value]) =>
      element('div', {}, element('dt', {textContent: name}), element('dd', {textContent: value})));
  }

  /** Fetches the drawing where there is none of this graph, and writes the figures into it. */
  async #draw() {
    const drawn = JSON.stringify(this.graph.nodes.map(node => [node.name, node.calculator]));
    if (drawn !== this.drawn) {
      this.drawn = drawn;
      try {
        this.picture.replaceChildren(await drawing(`v1/graphs/${encodeURIComponent(this.name)}/drawing`));
      } catch (failure) {
        this.drawn = '';
        this.note.textContent = failure.message;
        this.note.hidden = false;
        return;
      }
    }
    for (const text of this.picture.querySelectorAll('.figures')) {
      text.textContent = this.figures.ofNode(Number(text.dataset.node));
    }
    for (const text of this.picture.querySelectorAll('.queued')) {
      const waiting = this.graph.nodes[text.dataset.node]?.inputs[text.dataset.input]?.queued;
      text.textContent = waiting > 0 ? `${waiting} waiting` : '';
    }
    for (const box of this.picture.querySelectorAll('rect[data-node]')) {
      const node = this.graph.nodes[box.dataset.node];
      box.classList.toggle('busy', node?.running > 0);
      box.classList.toggle('waits', node?.running === 0 && node.suspended > 0);
    }
  }
}

function said(graph) {
  const state = {AVAILABLE: 'serves', LOADING: 'is being loaded'}[graph.state] ?? graph.state.toLowerCase();
  const aliases = graph.aliases.length === 0 ? '' : `, also called ${graph.aliases.join(', ')}`;
  return `${state}${aliases}`;
}

function note(graph, has) {
  if (!has) {
    return 'Nothing is loaded of it now.';
  }
  return graph.profiled ? '' : 'Its calls are not counted: the server was started with --profile_graphs=false.';
}

/** Names of what came from subgraphs, as drawings write them. */
function plain(name) {
  return name.replaceAll('__', ' / ');
}

function table(caption, heads, rows) {
  return element('table', {}, element('caption', {textContent: caption}),
    element('thead', {}, element('tr', {}, ...heads.map(textContent => element('th', {scope: 'col', textContent})))),
    element('tbody', {}, ...rows.map(([name, ...cells]) => element('tr', {},
      element('th', {scope: 'row', textContent: name}),
      ...cells.map(textContent => element('td', {textContent}))))));
}

function tables(graph, figures) {
  if (!graph.profiled) {
    return [table('Nodes', ['node', 'calculator'], graph.nodes.map(node => [plain(node.name), node.calculator]))];
  }
  const nodes = graph.nodes.map(node => [
    plain(node.name), `${count(figures.rate(g => g.nodes[node.id].calls.count))}/s`, node.calls.count,
    duration(node.calls.p50_us), duration(node.calls.p99_us), node.running, node.suspended, node.queued, node.errors,
  ]);
  const streams = graph.streams.map((stream, i) => [
    plain(stream.name), `${count(figures.rate(g => g.streams[i].packets))}/s`, stream.packets,
  ]);
  return [
    table('Nodes', ['node', 'calls', 'in all', 'half within', '99 % within', 'running', 'without a thread', 'packets waiting', 'errors'], nodes),
    table('Streams', ['stream', 'packets', 'in all'], streams),
  ];
}

async function look() {
  clearTimeout(timer);
  if (isPaused || document.hidden) {
    return;
  }
  try {
    show((await get('v1/graphs')).data);
    at('error').hidden = true;
    lookedAt = performance.now();
    at('age').textContent = '';
  } catch (failure) {
    if (failure.status === 401) {
      askForKey(failure.message);
      return;
    }
    showFailure(failure);
    if (failure.status === 403) {
      return;
    }
  }
  clearTimeout(timer);
  timer = setTimeout(look, LOOK_MILLIS);
}

function show(graphs) {
  for (const [name, view] of views) {
    if (!graphs.some(graph => graph.name === name)) {
      view.root.remove();
      views.delete(name);
    }
  }
  for (const graph of graphs) {
    if (!views.has(graph.name)) {
      const view = new View(graph.name, graphs.length <= MOST_OPEN || views.size === 0);
      views.set(graph.name, view);
      at('graphs').append(view.root);
    }
    views.get(graph.name).take(graph);
  }
  if (graphs.length === 0) {
    at('graphs').replaceChildren(element('p', {className: 'hint', textContent: 'Nothing is served.'}));
  }
}

function showFailure(failure) {
  const age = lookedAt ? ` What is shown is ${Math.round((performance.now() - lookedAt) / 1000)} s old.` : '';
  if (at('error').hidden || at('error').dataset.said !== failure.message) {
    at('error').dataset.said = failure.message;
    at('error').replaceChildren(element('p', {textContent: failure.message}));
    at('error').hidden = false;
  }
  at('age').textContent = age.trim();
}

at('pause').addEventListener('click', () => {
  isPaused = !isPaused;
  at('pause').setAttribute('aria-pressed', String(isPaused));
  at('age').textContent = isPaused ? 'Paused' : '';
  look();
});
document.addEventListener('visibilitychange', look);
onKey(look);
look();
