"""`otvet up`: everything in one go, with the demo shop; `otvet serve`: the server alone."""

import asyncio
import gc
import importlib
import ipaddress
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from msgspec import structs

from otvet.cli import memory
from otvet.errors import OtvetError, StartRefused
from otvet.settings import Settings, read

Host = Annotated[str | None, typer.Option(help="Address to listen on.")]
Port = Annotated[int | None, typer.Option(help="Port of pages and API; 0 takes a free one.")]
MetricsPort = Annotated[int | None, typer.Option(help="Port of Prometheus metrics; 0 for none.")]
DataDir = Annotated[Path | None, typer.Option(help="Folder of the embedded database and the attachments.")]
DatabaseUrl = Annotated[
    str | None, typer.Option(help="PostgreSQL instead: postgresql://user:password@host/name.")
]
Workers = Annotated[int | None, typer.Option(help="Processes beside the server that judge texts.")]
_LATER = ("jinja2.ext", "structlog", "jwt", "httpx", "aiosmtplib", "PIL.ImageOps", "markdown_it", "nh3")
_LOOK_AT_THE_DAY = 60  # seconds: terms may be other ones from midnight on
Config = Annotated[Path | None, typer.Option(help="TOML file with settings.")]


def up(  # noqa: PLR0917  Typer makes them options
    host: Host = None,
    port: Port = None,
    metrics_port: MetricsPort = None,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
    workers: Workers = None,
    config: Config = None,
    demo: Annotated[bool, typer.Option(help="With the demo shop and its people.")] = True,
    demo_public: Annotated[
        bool, typer.Option(help="Allow the demo on other than loopback, with random passwords.")
    ] = False,
) -> None:
    """Start everything: server, embedded database, demo shop; prints the address and the demo sign-ins."""
    given = {"host": host, "port": port, "metrics_port": metrics_port, "data_dir": data_dir,
             "database_url": database_url, "workers": workers}  # fmt: skip
    settings = read(given, file=config)
    if demo and not demo_public and not _is_loopback(settings.host):
        raise StartRefused(
            f"The demo has known passwords and would be open to everybody who reaches {settings.host}. "
            "Leave --host out, add --demo-public (random passwords), or start without it: --no-demo."
        )
    _run(settings, demo=demo, public=demo_public)


def serve(  # noqa: PLR0917  Typer makes them options
    host: Host = None,
    port: Port = None,
    metrics_port: MetricsPort = None,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
    workers: Workers = None,
    config: Config = None,
) -> None:
    """Start the server alone, without demo data; every option is also a setting (OTVET_..., TOML)."""
    given = {"host": host, "port": port, "metrics_port": metrics_port, "data_dir": data_dir,
             "database_url": database_url, "workers": workers}  # fmt: skip
    _run(read(given, file=config), demo=False, public=False)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _run(settings: Settings, *, demo: bool, public: bool) -> None:
    gc.disable()  # until all that stays is made: looking for garbage among it costs a tenth of the start
    memory.keep_together()
    import uvicorn  # noqa: PLC0415  the web is slow to import and other commands do without

    from otvet import seeing  # noqa: PLC0415
    from otvet.web.app import create_app  # noqa: PLC0415

    seeing.set_up()
    listening = _listen(settings)
    settings = structs.replace(
        settings, port=listening.getsockname()[1]
    )  # a free one was asked for: links name it
    market, people = _market(settings, demo=demo, public=public)
    app = create_app(settings, market, people)
    if settings.metrics_port:
        seeing.start_metrics(settings.host, settings.metrics_port)
    config = uvicorn.Config(
        app, loop="uvloop", http="httptools", lifespan="off", log_config=None, access_log=False,
        timeout_graceful_shutdown=5, server_header=False, date_header=True, proxy_headers=False,
    )  # fmt: skip
    server = uvicorn.Server(config)
    asyncio.Runner(loop_factory=config.get_loop_factory()).run(_serve(server, listening, app, people))


async def _serve(server: Any, listening: socket.socket, app: Any, people: Any) -> None:
    async with _opened(app):
        running = asyncio.create_task(server.serve(sockets=[listening]))
        while not server.started and not running.done():  # noqa: ASYNC110  uvicorn tells by a flag only
            await asyncio.sleep(0.01)
        warming = None
        if server.started:
            _settle_memory()
            _say(listening, app, people)
            warming = asyncio.create_task(_keep_warm(app.state.house.warm))
        await running
        if warming is not None:
            warming.cancel()
        if not server.started:
            raise SystemExit(2)


async def _keep_warm(messages: asyncio.Event) -> None:
    """First what pages are drawn with; once messages are served well, what a process's first search needs, and a day's."""
    from otvet import knowledge, seeing  # noqa: PLC0415  the help centre's pages are read when there is time
    from otvet.web.pages import render  # noqa: PLC0415

    await asyncio.to_thread(render.warm)
    await messages.wait()
    await asyncio.to_thread(_import_the_rest)
    while True:
        try:
            await asyncio.to_thread(knowledge.warm)
            await asyncio.to_thread(memory.give_back)
        except Exception:  # noqa: BLE001  a search says what is wrong; serving goes on
            seeing.log.warning("the help centre's index could not be made", exc_info=True)
        await asyncio.sleep(_LOOK_AT_THE_DAY)


def _import_the_rest() -> None:
    """What a start does without, so that no visitor waits for it."""
    for module in _LATER:
        importlib.import_module(module)


@asynccontextmanager
async def _opened(app: Any) -> AsyncIterator[None]:
    """The house open around the server: what refuses to start is said in a line, not as uvicorn's traceback."""
    try:
        async with app.lifespan():
            yield
    except BaseExceptionGroup as several:
        refused: BaseException | None = several.subgroup(OtvetError)
        while isinstance(refused, BaseExceptionGroup):
            refused = refused.exceptions[0]
        if refused is not None:
            raise refused from None
        raise


def _settle_memory() -> None:
    """What stands now stays: rules, words and code are never looked through for garbage again."""
    gc.freeze()
    gc.set_threshold(20_000, 25, 50)
    gc.enable()
    memory.give_back()


def _say(listening: socket.socket, app: Any, people: Any) -> None:
    host, port = listening.getsockname()[:2]
    address = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    if people is not None:
        sys.stdout.write(
            f"\n  Demo shop    {address}/\n  Desk         {address}/desk\n  Help centre  {address}/help\n"
            f"  Rule book    {address}/rules\n  Letters      {address}/demo/letters\n\n  Sign in at {address}/sign-in as\n{people.sign_ins()}\n\n"
        )
    else:
        link = app.state.house.people.set_up_link()
        if link:
            sys.stdout.write(
                f"Make the first administrator (works once, for a day): {address}/set-up?token={link}\n"
            )
    sys.stdout.write(f"otvet ready {address}\n")
    sys.stdout.flush()


def _market(settings: Settings, *, demo: bool, public: bool) -> tuple[Any, Any]:
    from otvet.clock import SystemClock, day  # noqa: PLC0415

    if not demo and settings.shop_url:
        from otvet.market.rest import RestShop  # noqa: PLC0415

        return RestShop(
            settings.shop_url, settings.shop_key, SystemClock(), seconds=settings.shop_seconds
        ), None
    if not demo:
        from otvet.market.unconnected import Unconnected  # noqa: PLC0415

        return Unconnected(), None
    from otvet.demo.people import DemoPeople  # noqa: PLC0415
    from otvet.market.demo_shop import DemoShop  # noqa: PLC0415

    shop = DemoShop(1, day(SystemClock().now()))
    return shop, DemoPeople(shop, public=public, lively=settings.demo_past)


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.host, settings.port))
    except OSError as error:
        raise StartRefused(
            f"Cannot listen on {settings.host}:{settings.port} ({error.strerror}). "
            "Stop what uses the port, or take another: --port 8081 (0 takes a free one)."
        ) from None
    listening.listen(2048)
    return listening
