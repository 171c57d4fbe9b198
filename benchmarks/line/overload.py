#!/usr/bin/env python3
"""Four times what a model can do, for a while.

First a few clients ask again and again: what they get done is the capacity. Then requests come at a
multiple of it, whatever the answers, from several addresses of this machine. Printed: what was still
done, as a share of the capacity; how long refusals and health answers took; the server's memory.
"""
import argparse
import asyncio
import json
import statistics
import tempfile
import time

from simulated import HERE, percentile, serve

STEPS = 10
BODY = json.dumps({"model": "model", "prompt": "a red circle", "size": "%s", "num_inference_steps": STEPS})


async def request(port, head, body=b"", source="127.0.0.1"):
    """The status and the seconds of one exchange on a connection of its own."""
    start = time.perf_counter()
    reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(source, 0))
    try:
        writer.write(head + b"Host: localhost\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
        status = int((await reader.readline()).split()[1])
        while await reader.read(1 << 16):
            pass
        return status, time.perf_counter() - start
    finally:
        writer.close()


def generate(port, size, source):
    head = b"POST /v3/images/generations HTTP/1.1\r\nContent-Type: application/json\r\n"
    return request(port, head, (BODY % size).encode(), source)


async def capacity(port, size, seconds, clients):
    done = 0
    end = time.perf_counter() + seconds

    async def ask(source):
        nonlocal done
        while time.perf_counter() < end:
            status, _ = await generate(port, size, source)
            done += status == 200

    start = time.perf_counter()
    await asyncio.gather(*(ask(f"127.0.0.{i + 2}") for i in range(clients)))
    return done / (time.perf_counter() - start)


async def overload(server, size, rate, seconds, clients):
    answers, health, memory, pending = [], [], [], set()
    start = time.perf_counter()

    async def ask(source):
        answers.append((*await generate(server.port, size, source), time.perf_counter() - start))

    async def probe():
        while time.perf_counter() - start < seconds:
            health.append((await request(server.port, b"GET /v2/health/live HTTP/1.1\r\n"))[1])
            memory.append(server.resident_bytes())
            await asyncio.sleep(0.25)

    watch = asyncio.create_task(probe())
    sent = 0
    while (now := time.perf_counter() - start) < seconds:
        while sent < now * rate:
            task = asyncio.create_task(ask(f"127.0.0.{sent % clients + 2}"))
            pending.add(task)
            task.add_done_callback(pending.discard)
            sent += 1
        await asyncio.sleep(0.005)
    await watch
    await asyncio.gather(*pending)
    return sent, answers, health, memory


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter,
                                     epilog="example: ./easel bench overload --seconds 30 --model shapes")
    parser.add_argument("--server", default="./easel serve", help="command that starts the server (default: %(default)s)")
    parser.add_argument("--model", choices=["sim", "shapes"], default="sim")
    parser.add_argument("--seconds", type=float, default=300, help="of overload (default: %(default)s)")
    parser.add_argument("--times", type=float, default=4, help="the capacity (default: %(default)s)")
    parser.add_argument("--clients", type=int, default=8, help="addresses that ask (default: %(default)s)")
    args = parser.parse_args()
    simulated = args.model == "sim"
    size = "64x64" if simulated else "256x256"
    with tempfile.TemporaryDirectory() as folder:
        path = folder if simulated else HERE.parent.parent / "models" / "shapes"
        options = 'device: "SIM" simulation { step_millis: 10 }' if simulated else 'device: "CPU"'
        server = serve(args.server, folder, {"model": (path, options)})
        try:
            asyncio.run(capacity(server.port, size, 10, 4))  # warms up
            able = asyncio.run(capacity(server.port, size, 30 if args.seconds > 60 else 10, 4))
            sent, answers, health, memory = asyncio.run(
                overload(server, size, args.times * able, args.seconds, args.clients))
        finally:
            server.stop()
    # What was begun before the end and answered after it belongs to nobody's second.
    good = sum(status == 200 and at <= args.seconds for status, _, at in answers) / args.seconds
    refused = [seconds for status, seconds, _ in answers if status == 429]
    other = sorted({status for status, _, _ in answers} - {200, 429})
    print(f"capacity {able:.2f}/s, sent {sent / args.seconds:.2f}/s for {args.seconds:.0f} s")
    print(f"done {good:.2f}/s = {good / able:.3f} of the capacity; {len(refused)} refused; other statuses: {other or 'none'}")
    for name, values in (("refusals", refused), ("health answers", health)):
        if values:
            print(f"{name:15} median {1000 * statistics.median(values):.1f} ms, 99th percentile {1000 * percentile(values, 0.99):.1f} ms")
    tenth = max(1, len(memory) // 10)
    early, late = statistics.mean(memory[tenth:2 * tenth]), statistics.mean(memory[-tenth:])
    print(f"resident memory {late / 2**20:.0f} MiB at the end / {early / 2**20:.0f} MiB at a tenth = {late / early:.3f}")


if __name__ == "__main__":
    main()
