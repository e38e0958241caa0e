"""What is shown of an address or a number to those who only have to recognise it (mission row B12)."""


def masked(value: str | None) -> str | None:
    """Enough to recognise, not enough to use."""
    if not value:
        return None
    head, at, tail = value.partition("@")
    return f"{head[:1]}•••{at}{tail}" if at else f"{value[:2]} ••• ••-{value[-2:]}"
