#!/usr/bin/env python3
"""What the store behind tasks does in a second, and what many finished tasks cost.

Durable changes a second on the embedded store: threads submit a task, take one and complete it, and wait
for each change until it is on the disk. The changes come to the one thread that writes them through the
Disruptor and, to compare, through a list under a lock, in turn. With --finished, so many tasks are
finished first, and then the store's size, opening, listing and memory are shown. With --redis, the same
load goes to a redis-server that is started for it.
"""
import argparse
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent


def run(args, name, *arguments):
    command = [args.java, "-cp", args.jar, f"dev.easel.bench.store.{name}", *map(str, arguments)]
    return subprocess.run(command, check=False).returncode


def with_redis(args, folder):
    server = shutil.which("redis-server")
    if not server:
        print("redis-server is missing: sudo apt install redis-server", file=sys.stderr)
        return 1
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
    redis = subprocess.Popen([server, "--bind", "127.0.0.1", "--port", str(port), "--dir", folder, "--save", "",
                              "--appendonly", "yes", "--appendfsync", args.appendfsync], stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 30
        while socket.socket().connect_ex(("127.0.0.1", port)) and time.monotonic() < deadline:
            time.sleep(0.05)
        return run(args, "SharedChanges", f"redis://127.0.0.1:{port}", args.submitters, args.seconds, args.rounds)
    finally:
        redis.kill()
        redis.wait()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter,
                                     epilog="example: ./easel bench tasks --folder /var/lib/easel --rounds 5")
    parser.add_argument("--submitters", type=int, default=64, help="threads (default: 64)")
    parser.add_argument("--seconds", type=int, default=10, help="of each round (default: 10)")
    parser.add_argument("--rounds", type=int, default=3, help="of each kind (default: 3)")
    parser.add_argument("--finished", type=int, metavar="N", help="show what N finished tasks cost instead")
    parser.add_argument("--redis", action="store_true", help="measure on a Redis instead")
    parser.add_argument("--appendfsync", default="everysec", choices=["always", "everysec", "no"],
                        help="when that Redis has its changes on the disk (default: everysec)")
    parser.add_argument("--folder", type=pathlib.Path, help="on the disk to measure (default: a temporary folder)")
    parser.add_argument("--jar", default=str(HERE.parent / "target" / "benchmarks.jar"))
    parser.add_argument("--java", default="java")
    args = parser.parse_args()

    with tempfile.TemporaryDirectory(prefix="easel-tasks-", dir=args.folder) as folder:
        if args.redis:
            return with_redis(args, folder)
        if args.finished:
            return run(args, "FinishedTasks", folder, args.finished)
        return run(args, "DurableChanges", folder, args.submitters, args.seconds, args.rounds)


if __name__ == "__main__":
    sys.exit(main())
