"""A real SMTP server on loopback for tests: it takes letters, or answers as it is told to."""

from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default

from aiosmtpd.controller import Controller

from aside import aside
from otvet.outside.smtp import hand_in


class Box:
    """What came in, newest last; `says` is the next answers to RCPT, then 250 again."""

    def __init__(self):
        self.letters = []
        self.recipients = []
        self.says = []
        self.ciphers = []  # of the connection each letter came by, None for one that anybody can read

    async def handle_RCPT(self, _server, _session, envelope, *asked):  # noqa: ANN002, N802  aiosmtpd names it
        if self.says:
            return self.says.pop(0)
        envelope.rcpt_tos.append(asked[0])
        return "250 OK"

    async def handle_DATA(self, _server, session, envelope):  # noqa: N802  the same
        self.letters.append(message_from_bytes(envelope.content, policy=default))
        self.recipients.append(tuple(envelope.rcpt_tos))
        self.ciphers.append(session.ssl and session.ssl.get("cipher"))
        return "250 OK"

    def text(self, at=-1):
        return self.letters[at].get_body(("plain",)).get_content()

    def html(self, at=-1):
        return self.letters[at].get_body(("html",)).get_content()


class _Listening(Controller):
    """On a free port: aiosmtpd looks whether it answers before it has asked which one it got."""

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def mail_server(**how):
    """The box and the port it listens on."""
    box = Box()
    controller = _Listening(box, hostname="127.0.0.1", port=0, **how)
    controller.start()
    try:
        yield box, controller.port
    finally:
        controller.stop(no_assert=True)


def handed(server, letter):
    """What the server said to the letter, asked in a thread: a browser's journeys leave a running loop in this one."""
    return aside(hand_in(server, letter))
