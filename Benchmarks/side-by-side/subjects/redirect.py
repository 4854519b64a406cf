"""The simplest redirect, with a timestamp, by PyPI's flup; a thread for each connection.

    redirect.py
"""
import time

from flup.server.fcgi import WSGIServer


def redirect(environment, start):
    path, mark, query = environment["REQUEST_URI"].partition("?")
    location = f"http://boston.app.com{path}/Distrib={int(time.time())}{mark}{query}"
    start("302 Found", [("Location", location)])
    return [b""]


# Without an address, flup takes descriptor 0.
WSGIServer(redirect, minSpare=1, maxSpare=64, maxThreads=64).run()
