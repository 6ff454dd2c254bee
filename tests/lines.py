"""A line between a browser and the server that a test cuts, holds and mends."""

import socket
import threading
from contextlib import suppress
from urllib.parse import urlsplit

CHUNK = 65_536


class Line:
    """Carries connections to `url`. `cut` ends them and refuses new ones; while it `swallows`, what
    goes up arrives and no answer comes back; while it `holds`, nothing passes either way."""

    def __init__(self, url: str) -> None:
        place = urlsplit(url)
        self._far = (place.hostname or "", place.port or 80)
        self._open: list[socket.socket] = []
        self._turn = threading.Lock()
        self._listener = self._listening(0)
        self.port = self._listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._up = self._down = True

    def swallow(self) -> None:
        self._down = False

    def hold(self) -> None:
        self._up = self._down = False

    def cut(self) -> None:
        with self._turn:
            with suppress(OSError):
                self._listener.shutdown(socket.SHUT_RDWR)  # wakes the thread that accepts
            self._listener.close()
            for one in self._open:
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)
                one.close()
            self._open.clear()

    def mend(self) -> None:
        """What was held is lost; new connections pass."""
        self.cut()
        self._up = self._down = True
        self._listener = self._listening(self.port)

    def _listening(self, port: int) -> socket.socket:
        listener = socket.create_server(("127.0.0.1", port))
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()
        return listener

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                near, _ = listener.accept()
                try:
                    far = socket.create_connection(self._far)
                except OSError:
                    near.close()
                    continue
                with self._turn:
                    if listener.fileno() < 0:  # cut while this one was on its way
                        near.close()
                        far.close()
                        return
                    self._open += [near, far]
                for source, target, is_up in ((near, far, True), (far, near, False)):
                    pump = (source, target, is_up)
                    threading.Thread(target=self._pump, args=pump, daemon=True).start()

    def _pump(self, source: socket.socket, target: socket.socket, is_up: bool) -> None:
        with suppress(OSError):
            while chunk := source.recv(CHUNK):
                if self._up if is_up else self._down:
                    target.sendall(chunk)
        for one in (source, target):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
