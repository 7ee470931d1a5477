"""Announces frames of four gigabytes, of no bytes and of more bytes than follow, and answers bit by bit."""

import struct
import sys
import time

import msgspec

ANSWER = msgspec.msgpack.encode(["answer", "returned", [[0]], None, [], [], False])
count = 0


def send(sock, data):
    global count
    count += 1
    kind = count % 4
    if kind == 0:
        sock.sendall(struct.pack(">I", 0xFFFFFFFF) + ANSWER)
    elif kind == 1:
        sock.sendall(struct.pack(">I", 0) * 1000)
    elif kind == 2:
        sock.sendall(struct.pack(">I", len(ANSWER) + 10) + ANSWER)
        time.sleep(0.3)
    else:
        for byte in struct.pack(">I", len(ANSWER)) + ANSWER:
            sock.sendall(bytes([byte]))
            time.sleep(0.01)


def is_symmetric(rows, tolerance=1e-6):
    sys.modules["worker.serve"]._send = send
    return None


def symmetry_groups(rows, tolerance=1e-6):
    return is_symmetric(rows)
