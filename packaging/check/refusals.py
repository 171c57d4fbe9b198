"""Whether the balancer sends what two of three servers refuse to the third, also when a body comes after its head."""

import http.server
import os
import socket
import subprocess
import threading
import time

from common import free_port

REQUESTS = 6
BODY = b"hello"


class Answers(http.server.BaseHTTPRequestHandler):
    """Ready, and answers each request before it has read the body, as a server that ends does."""

    def log_message(self, *words):
        pass

    def do_GET(self):
        self.answer(200)

    def do_POST(self):
        self.answer(self.server.status)

    def answer(self, status):
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()


def refused_requests(config, place):
    """The statuses of requests that came piece by piece and of others, none of which should be a 503."""
    servers = [http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers) for _ in range(3)]
    for server, status in zip(servers, (503, 503, 200)):
        server.status = status
        threading.Thread(target=server.serve_forever, daemon=True).start()
    port = free_port()
    environment = {**os.environ, "EASEL_BALANCER": f"127.0.0.1:{port}", "EASEL_BALANCER_SOCKET": str(place)}
    for name, server in zip("ABC", servers):
        environment[f"EASEL_{name}"] = f"127.0.0.1:{server.server_port}"
    balancer = subprocess.Popen(["haproxy", "-db", "-q", "-f", str(config)], env=environment)
    try:
        while not place.exists():
            time.sleep(0.1)
        return [asked(port, pause) for pause in (0, 0.3) for _ in range(REQUESTS)]
    finally:
        balancer.terminate()
        balancer.wait()
        for server in servers:
            server.shutdown()


def asked(port, pause):
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(f"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: {len(BODY)}\r\n\r\n".encode())
        time.sleep(pause)
        connection.sendall(BODY)
        return int(connection.makefile().readline().split()[1])
