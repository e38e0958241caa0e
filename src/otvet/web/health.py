"""For operators and load balancers: is the process alive, is it ready to serve."""

import asyncio
import shutil
from typing import Any

from litestar import Request, Response, get
from sqlalchemy import text

from otvet.storage.database import Database

LEAST_DISK = 50 * 1024 * 1024
MOST_LAG = 2_000  # jobs in hand


@get("/healthz", opt={"action": "health.read"}, include_in_schema=False)
async def healthz() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@get("/readyz", opt={"action": "health.read"}, include_in_schema=False)
async def readyz(request: Request[Any, Any, Any]) -> Response[dict[str, Any]]:
    """200 when database, disk, outbox and the gate's words are good; pictures and models are told, never 503."""
    house = request.app.state.house
    parts = {
        "database": await asyncio.to_thread(_answers, house.database),
        "disk": shutil.disk_usage(house.settings.data_dir).free > LEAST_DISK,
        "outbox": house.dispatcher.open < MOST_LAG,
        "words": bool(house.gate.pack_hash),
    }
    good = all(parts.values())
    told: dict[str, Any] = {name: "ok" if fine else "failing" for name, fine in parts.items()}
    told |= {"pictures": house.readings.reader.told, "models": house.models()}
    told["second_reader"] = "on" if house.opinions.reader is not None else "off"
    return Response({"status": "ready" if good else "not ready", **told}, status_code=200 if good else 503)


def _answers(database: Database) -> bool:
    try:
        with database.reading() as connection:
            return bool(connection.execute(text("SELECT count(*) FROM ledger")).scalar())
    except Exception:  # noqa: BLE001  whatever it is, the database is not ready
        return False


HANDLERS = (healthz, readyz)
