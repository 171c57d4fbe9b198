// The picture that is to be changed, with a mask that is painted over it, or on a larger canvas
// about it. Mouse, pen, finger and keys all do the same.

const TINT = [37, 160, 160];
const MOST_SIDE = 4096;

/** What the board is for. */
export const PLAIN = 'change';
export const PAINT = 'paint';
export const EXTEND = 'extend';

export class Board {
  /**
   * A board on a canvas; `tell` hears where the brush or the picture is, in words.
   */
  constructor(canvas, tell) {
    this.canvas = canvas;
    this.tell = tell;
    this.mode = PLAIN;
    this.picture = null;
    this.mask = document.createElement('canvas');
    this.brush = {x: 0, y: 0, size: 12, erases: false};
    this.place = {x: 0.5, y: 0.5, scale: 1};
    this.extent = null;
    this.isDown = false;
    this.isSpaceDown = false;
    this.#listen();
  }

  /** Takes a picture, and forgets the mask of the one before. */
  async load(blob) {
    const picture = await createImageBitmap(blob);
    if (Math.max(picture.width, picture.height) > MOST_SIDE) {
      throw new Error(`The picture is ${picture.width}x${picture.height}; the longer side may have ${MOST_SIDE} pixels.`);
    }
    this.picture = picture;
    this.mask.width = picture.width;
    this.mask.height = picture.height;
    this.brush.x = picture.width / 2;
    this.brush.y = picture.height / 2;
    this.place = {x: 0.5, y: 0.5, scale: 1};
    this.draw();
  }

  setMode(mode) {
    this.mode = mode;
    this.draw();
  }

  /** The size of the larger canvas, `{width, height}`. */
  setExtent(extent) {
    this.extent = extent;
    this.draw();
  }

  /** How large the picture is on its larger canvas, 1 for as it is. */
  setScale(scale) {
    this.place.scale = scale;
    this.draw();
  }

  clear() {
    this.#ink().clearRect(0, 0, this.mask.width, this.mask.height);
    this.draw();
  }

  /** Whether nothing is painted. */
  isBlank() {
    return this.picture === null || this.painted() === 0;
  }

  /** How much is painted, from 0 to 1. */
  painted() {
    const {width, height} = this.mask;
    const pixels = this.#ink().getImageData(0, 0, width, height).data;
    let count = 0;
    for (let i = 3; i < pixels.length; i += 4) {
      count += pixels[i] > 127 ? 1 : 0;
    }
    return count / (width * height);
  }

  /** The picture that is sent, on its larger canvas if it has one. */
  image() {
    const {width, height} = this.#size();
    const sheet = new OffscreenCanvas(width, height);
    const ink = sheet.getContext('2d');
    ink.fillStyle = '#000';
    ink.fillRect(0, 0, width, height);
    const box = this.#box();
    ink.drawImage(this.picture, box.x, box.y, box.width, box.height);
    return sheet.convertToBlob({type: 'image/png'});
  }

  /** The mask that is sent: white is made anew. */
  maskImage() {
    const {width, height} = this.#size();
    const sheet = new OffscreenCanvas(width, height);
    const ink = sheet.getContext('2d');
    if (this.mode === EXTEND) {
      ink.fillStyle = '#fff';
      ink.fillRect(0, 0, width, height);
      const box = this.#box();
      ink.fillStyle = '#000';
      ink.fillRect(box.x, box.y, box.width, box.height);
    } else {
      const pixels = this.#ink().getImageData(0, 0, width, height);
      for (let i = 0; i < pixels.data.length; i += 4) {
        pixels.data.fill(pixels.data[i + 3] > 127 ? 255 : 0, i, i + 3);
        pixels.data[i + 3] = 255;
      }
      ink.putImageData(pixels, 0, 0);
    }
    return sheet.convertToBlob({type: 'image/png'});
  }

  /** The canvas as it is sent. */
  #size() {
    return this.mode === EXTEND && this.extent
      ? this.extent
      : {width: this.picture.width, height: this.picture.height};
  }

  /** Where the picture lies on it, in whole pixels. */
  #box() {
    const {width, height} = this.#size();
    if (this.mode !== EXTEND) {
      return {x: 0, y: 0, width, height};
    }
    const fit = Math.min(1, width / this.picture.width, height / this.picture.height);
    const scale = fit * this.place.scale;
    const wide = Math.max(1, Math.round(this.picture.width * scale));
    const high = Math.max(1, Math.round(this.picture.height * scale));
    return {
      x: Math.round((width - wide) * this.place.x),
      y: Math.round((height - high) * this.place.y),
      width: wide,
      height: high,
    };
  }

  #ink() {
    return this.mask.getContext('2d', {willReadFrequently: true});
  }

  draw() {
    if (this.picture === null) {
      return;
    }
    const {width, height} = this.#size();
    this.canvas.width = width;
    this.canvas.height = height;
    // As wide as its column, unless it would be too high for the window then.
    this.canvas.style.maxWidth = `calc(70vh * ${width / height})`;
    const ink = this.canvas.getContext('2d');
    if (this.mode === EXTEND) {
      this.#drawAround(ink, width, height);
    }
    const box = this.#box();
    ink.drawImage(this.picture, box.x, box.y, box.width, box.height);
    if (this.mode === PAINT) {
      this.#drawMask(ink, width, height);
    }
  }

  /** What is to be made, in slanted stripes. */
  #drawAround(ink, width, height) {
    const step = Math.max(8, Math.round(Math.max(width, height) / 32));
    ink.fillStyle = `rgb(${TINT.join(' ')} / .22)`;
    ink.fillRect(0, 0, width, height);
    ink.strokeStyle = `rgb(${TINT.join(' ')} / .5)`;
    ink.lineWidth = Math.max(1, step / 8);
    ink.beginPath();
    for (let at = -height; at < width; at += step) {
      ink.moveTo(at, height);
      ink.lineTo(at + height, 0);
    }
    ink.stroke();
  }

  #drawMask(ink, width, height) {
    const tint = new OffscreenCanvas(width, height);
    const over = tint.getContext('2d');
    over.drawImage(this.mask, 0, 0);
    over.globalCompositeOperation = 'source-in';
    over.fillStyle = `rgb(${TINT.join(' ')})`;
    over.fillRect(0, 0, width, height);
    ink.globalAlpha = 0.6;
    ink.drawImage(tint, 0, 0);
    ink.globalAlpha = 1;
    const thin = Math.max(1, width / 256);
    for (const [colour, line] of [['#000', thin * 2.4], ['#fff', thin]]) {
      ink.strokeStyle = colour;
      ink.lineWidth = line;
      ink.beginPath();
      ink.arc(this.brush.x, this.brush.y, this.#radius(), 0, 2 * Math.PI);
      ink.stroke();
    }
  }

  #radius() {
    return (this.brush.size / 200) * Math.max(this.picture.width, this.picture.height);
  }

  /** Moves the brush, and paints where it has been if `isPainting`. */
  #move(x, y, isPainting) {
    const from = {x: this.brush.x, y: this.brush.y};
    this.brush.x = Math.min(this.picture.width, Math.max(0, x));
    this.brush.y = Math.min(this.picture.height, Math.max(0, y));
    if (isPainting) {
      this.#stroke(from);
    }
    this.draw();
  }

  #stroke(from) {
    const ink = this.#ink();
    ink.globalCompositeOperation = this.brush.erases ? 'destination-out' : 'source-over';
    ink.lineCap = 'round';
    ink.lineWidth = this.#radius() * 2;
    ink.strokeStyle = '#fff';
    ink.beginPath();
    ink.moveTo(from.x, from.y);
    ink.lineTo(this.brush.x, this.brush.y);
    ink.stroke();
    // A line of no length is nothing.
    ink.beginPath();
    ink.arc(this.brush.x, this.brush.y, this.#radius(), 0, 2 * Math.PI);
    ink.fill();
  }

  #listen() {
    const {canvas} = this;
    canvas.addEventListener('pointerdown', event => this.#press(event));
    canvas.addEventListener('pointermove', event => this.#drag(event));
    for (const end of ['pointerup', 'pointercancel']) {
      canvas.addEventListener(end, () => this.#lift());
    }
    canvas.addEventListener('keydown', event => this.#key(event));
    canvas.addEventListener('keyup', event => {
      if (event.key === ' ') {
        this.isSpaceDown = false;
        this.#say();
      }
    });
    canvas.addEventListener('blur', () => {
      this.isSpaceDown = false;
    });
  }

  #at(event) {
    const box = this.canvas.getBoundingClientRect();
    return {
      x: ((event.clientX - box.left) / box.width) * this.canvas.width,
      y: ((event.clientY - box.top) / box.height) * this.canvas.height,
    };
  }

  #press(event) {
    if (this.picture === null || this.mode === PLAIN || event.button !== 0) {
      return;
    }
    this.canvas.setPointerCapture(event.pointerId);
    this.isDown = true;
    this.last = this.#at(event);
    if (this.mode === PAINT) {
      this.brush.x = this.last.x;
      this.brush.y = this.last.y;
      this.#move(this.last.x, this.last.y, true);
    }
  }

  #drag(event) {
    if (this.picture === null || this.mode === PLAIN) {
      return;
    }
    const now = this.#at(event);
    if (this.mode === PAINT) {
      this.#move(now.x, now.y, this.isDown);
    } else if (this.isDown) {
      this.#shift(now.x - this.last.x, now.y - this.last.y);
      this.last = now;
    }
  }

  #lift() {
    if (this.isDown) {
      this.isDown = false;
      this.#say();
    }
  }

  /** Moves the picture on its larger canvas. */
  #shift(dx, dy) {
    const size = this.#size();
    const box = this.#box();
    const moved = (place, room, by) =>
      room <= 0 ? place : Math.min(1, Math.max(0, place + by / room));
    this.place.x = moved(this.place.x, size.width - box.width, dx);
    this.place.y = moved(this.place.y, size.height - box.height, dy);
    this.draw();
  }

  #key(event) {
    if (this.picture === null || this.mode === PLAIN || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const way = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1]}[event.key];
    if (way) {
      event.preventDefault();
      const {width, height} = this.#size();
      const step = event.shiftKey ? 1 : Math.max(1, Math.round(Math.max(width, height) / 32));
      if (this.mode === PAINT) {
        this.#move(this.brush.x + way[0] * step, this.brush.y + way[1] * step, this.isSpaceDown);
      } else {
        this.#shift(way[0] * step, way[1] * step);
      }
      this.#say();
    } else if (event.key === ' ' && this.mode === PAINT) {
      event.preventDefault();
      this.isSpaceDown = true;
      this.#move(this.brush.x, this.brush.y, true);
      this.#say();
    }
  }

  #say() {
    if (this.mode === PAINT) {
      const part = this.painted();
      const percent = part > 0 && part < 0.01 ? 'less than 1' : Math.round(part * 100);
      this.tell(`Brush at ${Math.round(this.brush.x)}, ${Math.round(this.brush.y)}; ${percent} % painted`);
    } else {
      const box = this.#box();
      this.tell(`Picture at ${box.x}, ${box.y}, ${box.width} by ${box.height} pixels`);
    }
  }
}
