"""A start waits for nothing that it does not need (two seconds are promised)."""

import subprocess
import sys

SLOW = {
    "numpy", "pydantic", "attrs", "cryptography", "rich", "PIL", "httpx", "markdown_it", "jinja2", "snowballstemmer",
    "sqlalchemy.dialects.postgresql", "alembic", "pymorphy3", "wordfreq", "phonenumbers", "structlog", "aiosmtplib",
}  # fmt: skip
PROGRAM = """
import sys
from datetime import date
from otvet.demo.people import DemoPeople
from otvet.market.demo_shop import DemoShop
from otvet.settings import Settings
from otvet.web.app import create_app
shop = DemoShop(1, date(2026, 11, 26))
create_app(Settings(), shop, DemoPeople(shop, public=False))
print(*sys.modules)
"""


def test_what_is_slow_to_import_is_imported_when_it_is_needed():
    """The application stands without it."""
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)

    assert SLOW & set(done.stdout.split()) == set()
