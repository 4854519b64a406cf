"""Asks a FastCGI program once, without haste; the load comes from fcgi-load."""

import socket


def ask(address, parameters, timeout=10):
    """The STDOUT of the answer, over a connection of its own."""
    with connect(address, timeout) as connection:
        connection.sendall(request(parameters))
        return answer(connection)


def connect(address, timeout=10):
    """To a path, or to a pair of host and port."""
    family = socket.AF_UNIX if isinstance(address, str) else socket.AF_INET
    connection = socket.socket(family, socket.SOCK_STREAM)
    connection.settimeout(timeout)
    connection.connect(address)
    return connection


def request(parameters):
    """A whole request for the role of a responder, on a connection that is not kept."""
    pairs = b"".join(pair(name.encode(), value.encode()) for name, value in parameters.items())
    begin = bytes([0, 1, 0, 0, 0, 0, 0, 0])
    return record(1, begin) + record(4, pairs) + record(4, b"") + record(5, b"")


def record(kind, content):
    padding = -len(content) % 8
    return (
        bytes([1, kind, 0, 1, len(content) >> 8, len(content) & 255, padding, 0])
        + content
        + bytes(padding)
    )


def pair(name, value):
    return length(name) + length(value) + name + value


def length(data):
    count = len(data)
    return bytes([count]) if count < 128 else (count | 1 << 31).to_bytes(4, "big")


def answer(connection):
    received = bytearray()
    output = bytearray()
    while True:
        while len(received) < 8 or len(received) < 8 + int.from_bytes(received[4:6]) + received[6]:
            part = connection.recv(65536)
            if not part:
                raise ConnectionError(f"closed before the answer's end, after {bytes(output)!r}")
            received += part
        kind, count, padding = received[1], int.from_bytes(received[4:6]), received[6]
        content = received[8 : 8 + count]
        del received[: 8 + count + padding]
        if kind == 6:
            output += content
        elif kind == 3:
            return bytes(output)
