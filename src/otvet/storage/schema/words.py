"""Words at hand: templates and macros, rules that act by themselves, and what each rule did."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, Table, Text

from otvet.storage.schema.metadata import metadata

# A text kept for many: a template is words alone, a macro has actions too.
templates = Table(
    "templates",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),  # template | macro
    Column("reach", Text, nullable=False),  # own | team | shared
    Column("owner_id", Text, nullable=False),
    Column("seller_id", Text, nullable=False),  # whose team: '' for the operator's
    Column("folder", Text, nullable=False),
    Column("name", Text, nullable=False),  # JSON by language
    Column("text", Text, nullable=False),  # JSON by language
    Column("actions", Text, nullable=False),  # JSON
    Column("version", Integer, nullable=False),
    Column("by_id", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Index("templates_team", "seller_id", "reach"),
)

automations = Table(
    "automations",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("on", Text, nullable=False),  # what sets it off
    Column("conditions", Text, nullable=False),  # JSON
    Column("actions", Text, nullable=False),  # JSON
    Column("enabled", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Column("by_id", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)

# Why a rule ran on an event, or why not; older ones are thrown away.
automation_runs = Table(
    "automation_runs",
    metadata,
    Column("rule_id", Text, primary_key=True),
    Column("position", BigInteger, primary_key=True, autoincrement=False),  # of the event
    Column("conversation_id", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("ran", Boolean, nullable=False),
    Column("wrote", Boolean, nullable=False),  # whether a text of it was proposed
    Column("why", Text, nullable=False),  # JSON
    Index("automation_runs_conversation", "conversation_id", "rule_id"),
    Index("automation_runs_at", "at"),
)
