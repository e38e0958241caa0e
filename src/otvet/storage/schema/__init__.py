"""The whole data model, a page for each part.

Times are milliseconds since 1970 UTC, ids are text.  Everything a person wrote is in `bodies`,
which erasure may blank; `events` hold ids and facts only.
"""

from otvet.storage.schema.community import question_votes
from otvet.storage.schema.desk import desk_pages, duty
from otvet.storage.schema.gate import (
    contexts,
    opinions,
    packs,
    tunings,
)
from otvet.storage.schema.mail import (
    letters,
)
from otvet.storage.schema.market import (
    shop_deeds,
)
from otvet.storage.schema.metadata import (
    metadata,
)
from otvet.storage.schema.people import (
    accounts,
    article_votes,
    buyers,
    drafts,
    looks,
    preferences,
    reads,
    sellers,
    sessions,
    staff,
)
from otvet.storage.schema.timeline import (
    bodies,
    conversations,
    deadlines,
    events,
    files,
    jobs,
    keys,
    ledger,
    marks,
    readings,
    searched,
    tallies,
)
from otvet.storage.schema.views import buyer_fields, saved_views
from otvet.storage.schema.vips import vips
from otvet.storage.schema.words import (
    automation_runs,
    automations,
    templates,
)

__all__ = [
    "accounts",
    "article_votes",
    "automation_runs",
    "automations",
    "bodies",
    "buyer_fields",
    "buyers",
    "contexts",
    "conversations",
    "deadlines",
    "desk_pages",
    "drafts",
    "duty",
    "events",
    "files",
    "jobs",
    "keys",
    "ledger",
    "letters",
    "looks",
    "marks",
    "metadata",
    "opinions",
    "packs",
    "preferences",
    "question_votes",
    "readings",
    "reads",
    "saved_views",
    "searched",
    "sellers",
    "sessions",
    "shop_deeds",
    "staff",
    "tallies",
    "templates",
    "tunings",
    "vips",
]
