"""Closed-loop clients: each asks again as soon as it has its answer, until the time is over."""
import io
import itertools
import threading
import time


class Window:
    """What clients got within a time: pictures a second, each request's seconds, and the pictures."""

    def __init__(self, rate, latencies, pictures, processor, share):
        self.rate, self.latencies, self.pictures = rate, latencies, pictures
        self.processor = processor  # seconds of all cores that this process took
        self.share = share  # the same as a part of one core


def clients(ask, count, seconds, first_seed):
    """Runs ask(client, seed), which returns a PNG, with a seed of its own for each request.

    A request that is under way at the end counts with the part of its time that lay within.
    """
    seeds = itertools.count(first_seed)
    spans, failures = [], []
    start = time.perf_counter()
    end = start + seconds

    def client(number):
        try:
            while (began := time.perf_counter()) < end and not failures:
                png = ask(number, next(seeds))
                spans.append((began, time.perf_counter(), png))
        except BaseException as failure:  # told by the thread that waits
            failures.append(failure)

    before = time.process_time()
    threads = [threading.Thread(target=client, args=(number,), daemon=True) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    processor = time.process_time() - before
    share = processor / (time.perf_counter() - start)
    rate = sum((min(done, end) - began) / (done - began) for began, done, _ in spans) / seconds
    return Window(rate, [round(done - began, 5) for began, done, _ in spans], [png for _, _, png in spans], processor, share)


def pixels(png, size):
    """A PNG's pixels, which must be of a colour picture of this size."""
    import numpy
    from PIL import Image

    picture = Image.open(io.BytesIO(png))
    if picture.format != "PNG" or picture.size != (size, size) or picture.mode != "RGB":
        raise ValueError(f"an answer is {picture.format} {picture.size} {picture.mode} in place of PNG {(size, size)} RGB")
    return numpy.asarray(picture)
