"""Letters go to the mail server by a connection nobody else reads: certificates made here, a real server, real handshakes."""

import datetime as dt
import ipaddress
import ssl
from email.message import EmailMessage

import pytest
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from mail_server import handed, mail_server
from otvet.outside.smtp import Accepted, NotNow, Server

SECRET = "correct horse"


def _certificate(folder, *, of="127.0.0.1", days=1):
    """A certificate that vouches for itself, as a house's own mail server has one; the files of it and of its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, of)])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=9)).not_valid_after(now + dt.timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(of))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    files = folder / "certificate.pem", folder / "key.pem"
    files[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    files[1].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    )
    return files


def _context(files):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*map(str, files))
    return context


@pytest.fixture
def trusted(tmp_path, monkeypatch):
    """A server's context whose certificate this machine trusts, as one from the operator's own authority."""
    files = _certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(files[0]))
    return _context(files)


def _letter():
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "support@shop.example", "buyer@mail.example", "Ответ"
    letter.set_content("Здравствуйте! Посылка приедет завтра.")
    return letter


def _sent(port, **how):
    server = Server(host="127.0.0.1", port=port, seconds=5.0, **how)
    return handed(server, _letter())


def test_the_letter_goes_only_after_the_connection_is_closed_to_others(trusted):
    """STARTTLS against a real server with a certificate: the letter comes, encrypted."""
    with mail_server(tls_context=trusted, require_starttls=True) as (box, port):
        assert _sent(port, tls="starttls") == Accepted()
    assert box.recipients == [("buyer@mail.example",)]
    assert box.ciphers[0] is not None
    assert "Посылка приедет завтра" in box.letters[0].get_content()


def test_the_password_goes_by_the_closed_connection_alone(trusted):
    """The server takes no sign-in before it; a wrong one is the operator's to mend, and the letter is kept."""
    told = []

    def signs_in(*asked):  # noqa: ANN002  aiosmtpd asks with five
        session, data = asked[1], asked[-1]
        told.append((session.ssl is not None, data.password))
        return AuthResult(success=data.password == SECRET.encode(), handled=False)

    how = {"tls_context": trusted, "require_starttls": True, "authenticator": signs_in, "auth_required": True}
    with mail_server(**how) as (box, port):
        assert _sent(port, tls="starttls", user="shop", password=SECRET) == Accepted()
        assert _sent(port, tls="starttls", user="shop", password="wrong") == NotNow("sign-in")
    assert len(box.letters) == 1
    assert told
    assert all(closed for closed, _ in told)


@pytest.mark.parametrize("fault", ["stranger", "other name", "out of date"])
def test_a_certificate_that_does_not_fit_gets_no_letter(tmp_path, monkeypatch, fault):
    """Not trusted, of another host, expired: whoever stands in between reads nothing; it is tried again."""
    files = _certificate(
        tmp_path,
        of="127.0.0.9" if fault == "other name" else "127.0.0.1",
        days=-1 if fault == "out of date" else 1,
    )
    if fault != "stranger":
        monkeypatch.setenv("SSL_CERT_FILE", str(files[0]))
    with mail_server(tls_context=_context(files)) as (box, port):
        assert _sent(port, tls="starttls") == NotNow("unreachable")
    assert box.letters == []


def test_a_server_that_offers_no_closed_connection_gets_no_letter():
    """Nobody strips it off: where it is asked for, nothing goes in the open; that is the operator's to mend."""
    with mail_server() as (box, port):
        assert _sent(port, tls="starttls", user="shop", password=SECRET) == NotNow("unreachable")
    assert box.letters == []


def test_a_server_that_is_closed_from_the_first_byte(trusted):
    """The other way, `smtp_tls = "tls"`."""
    with mail_server(ssl_context=trusted) as (box, port):
        assert _sent(port, tls="tls") == Accepted()
    assert len(box.letters) == 1
