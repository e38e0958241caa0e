"""A house of people: one of each role, a seller, the operator's account with its identity keys."""

import uuid

import psycopg
import pytest
from argon2 import PasswordHasher
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from otvet.people import passwords
from otvet.people.accounts import Account
from otvet.people.identity import IdentityKey
from otvet.people.people import People
from otvet.people.staff import Newcomer, Seller
from otvet.storage.database import open_database
from otvet.storage.schema import metadata

PASSWORD = "correct horse"
SECRET = "a shop's secret of more than 32 bytes"


@pytest.fixture(scope="module")
def _postgresql(postgres_server):
    """One migrated database for a whole file; each test finds its tables empty."""
    name = f"people_{uuid.uuid4().hex}"
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    opened = open_database(postgres_server.replace("/postgres?", f"/{name}?"))
    yield opened
    opened.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.normal)])
def database(request, tmp_path, _empty_database):
    """An empty database of either kind."""
    if request.param == "postgresql":
        opened = request.getfixturevalue("_postgresql")
        with opened.writing() as connection:
            connection.exec_driver_sql(f"TRUNCATE {', '.join(metadata.tables)}")
        yield opened
        return
    path = tmp_path / "otvet.db"
    path.write_bytes(_empty_database)
    opened = open_database(f"sqlite:///{path}", migrate=False)
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def _light_hashing(monkeypatch):
    """The same algorithm with the least work: what a real hash costs is measured elsewhere."""
    light = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_HASHER", light)
    monkeypatch.setattr(passwords, "_NOBODY", light.hash("nobody has this password"))


@pytest.fixture(scope="session")
def private_keys():
    """Private keys in PEM by algorithm."""
    made = {
        "RS256": rsa.generate_private_key(public_exponent=65537, key_size=2048),
        "ES256": ec.generate_private_key(ec.SECP256R1()),
        "EdDSA": ed25519.Ed25519PrivateKey.generate(),
    }
    return {
        name: (
            key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode(),
            key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode(),
        )
        for name, key in made.items()
    }


@pytest.fixture
def account(private_keys):
    keys = {
        name.lower(): IdentityKey(algorithm=name, key=public) for name, (_, public) in private_keys.items()
    }
    return Account(id="own", name="Otvet", identity_keys=keys | {"hs": IdentityKey("HS256", SECRET)})


@pytest.fixture
def people(database, clock, account):
    front = People(database, clock)
    front.save_account(account)
    return front


@pytest.fixture
def staffed(people):
    """The front with one colleague of each role, e-mail ROLE@otvet.test."""
    people.add_seller(Seller("sel_kettles", "Чайный двор", "ru"))
    for role in ("agent", "senior_agent", "supervisor", "moderator", "administrator", "seller"):
        people.add_staff(
            Newcomer(
                email=f"{role}@otvet.test",
                name=role.title(),
                password=PASSWORD,
                role=role,
                seller_id="sel_kettles" if role == "seller" else None,
            )
        )
    return people
