"""Tests reach nobody but this machine."""

import socket

import pytest


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("example.org", 443), ("8.8.8.8", 53)])
def test_the_network_is_closed(address):
    """A connection to anywhere else fails the test that tries it."""
    with socket.socket() as reaching, pytest.raises(AssertionError, match="reached for the network"):
        reaching.connect(address)


def test_this_machine_is_open():
    """Servers under test answer on loopback."""
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as client:
        client.connect(server.getsockname())
