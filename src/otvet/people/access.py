"""The one access layer: who may do what, who may see whose, and why not.

Every endpoint names one action of `ACTIONS`; `docs/reference/permissions.md` is made from this page.
`may_see` decides about one conversation, `visible` says the same as a filter on many;
a property test shows that the two agree.
"""

from msgspec import Struct
from sqlalchemy import ColumnElement, false, true

from otvet.errors import NotAllowed, NotFound, NotSignedIn
from otvet.people.actor import ROLES, Actor, Parties, Role
from otvet.storage.schema import conversations

AGENTS: frozenset[Role] = frozenset({"agent", "senior_agent", "supervisor", "administrator"})
OPERATOR: frozenset[Role] = AGENTS | {"moderator"}  # everybody who works for the marketplace itself
STAFF: frozenset[Role] = OPERATOR | {"seller"}
SIGNED_IN: frozenset[Role] = STAFF | {"buyer"}
EVERYBODY: frozenset[Role] = frozenset(ROLES)

_BUYER: frozenset[Role] = frozenset({"buyer"})
_ANSWERING: frozenset[Role] = AGENTS | {"seller"}
_TALKING: frozenset[Role] = _ANSWERING | _BUYER
_DECIDING: frozenset[Role] = frozenset({"senior_agent", "supervisor"})
_LEADING: frozenset[Role] = frozenset({"supervisor", "administrator"})
_ADMINISTRATOR: frozenset[Role] = frozenset({"administrator"})


class Action(Struct, frozen=True):
    """One line of the table: what it is called, who may, what it means."""

    name: str
    roles: frozenset[Role]
    meaning: str

    @property
    def scope(self) -> str:
        """The word a token needs in its scopes."""
        return self.name.partition(".")[0]


TABLE: tuple[Action, ...] = (
    Action("account.change", _ADMINISTRATOR, "connect a marketplace account, its domains and identity keys"),
    Action("article.read", EVERYBODY, "read the help centre"),
    Action("article.vote", EVERYBODY, "say whether an article of the help centre helped"),
    Action("article.votes", OPERATOR, "see which articles help, and what readers wrote about them"),
    Action("automation.change", _LEADING, "make, change and stop rules that act by themselves"),
    Action("automation.read", OPERATOR, "see those rules and why each ran or did not"),
    Action("automation.try", _LEADING, "try such a rule over past conversations before it acts"),
    Action("buyer.contact", _BUYER, "leave an address or a phone number for answers, as a guest"),
    Action("buyer.guest", EVERYBODY, "begin as a guest"),
    Action("buyer.identify", EVERYBODY, "show the shop's signed identity token"),
    Action(
        "call.drive", _LEADING, "tell that a call rings, was answered, has ended: for the telephone system"
    ),
    Action("call.take", AGENTS, "answer a call, note what is said in it, promise a call-back"),
    Action(
        "complaint.approve", _DECIDING, "approve or refuse what a colleague offers a buyer above their limit"
    ),
    Action("complaint.lead", AGENTS, "go through the complaint procedure: steps, offers, follow-up"),
    Action("conversation.assign", AGENTS, "take a conversation or give it to a colleague"),
    Action("conversation.change", _ANSWERING, "change many conversations at once, each as one may"),
    Action("conversation.export", _LEADING, "take a view of the inbox away as a table"),
    Action("conversation.hand-over", AGENTS, "give a conversation on with a summary"),
    Action("conversation.list", SIGNED_IN, "list the conversations one may see"),
    Action("conversation.merge", AGENTS, "let two conversations of one buyer go on as one, and apart again"),
    Action("conversation.open", _BUYER, "begin a conversation"),
    Action("conversation.rate", _BUYER, "rate a resolved conversation of one's own"),
    Action("conversation.read", SIGNED_IN, "read a conversation one may see"),
    Action("conversation.reopen", _TALKING, "go on with a resolved conversation"),
    Action("conversation.resolve", _ANSWERING, "say that the matter is settled"),
    Action("conversation.search", STAFF, "look for words in the conversations one may see"),
    Action(
        "conversation.snooze", _ANSWERING, "put a conversation out of sight until a time or the next message"
    ),
    Action("conversation.split", AGENTS, "let chosen messages go on in a new conversation of the same buyer"),
    Action("conversation.tag", AGENTS, "put tags on a conversation and take them off"),
    Action("conversation.topic", AGENTS, "correct what a conversation is about"),
    Action("conversation.transcript", SIGNED_IN, "download a conversation one may see as text"),
    Action("conversation.write", _BUYER, "write in one's own conversation"),
    Action("customer.read", AGENTS, "see the customer's record beside the conversation; logged"),
    Action("demo.act", EVERYBODY, "play the buyer of the demo shop; nothing outside the demo"),
    Action("desk.read", AGENTS, "see the desk's plan, its history and who is there"),
    Action("desk.tune", _LEADING, "change topics, queues, hours, deadlines and what colleagues answer"),
    Action("draft.keep", STAFF, "keep on the server what one has begun to write; nobody else sees it"),
    Action("duty.tell", AGENTS, "say that one is at the desk, away, or hands over"),
    Action("escalation.answer", AGENTS, "note what somebody who was asked has answered"),
    Action("escalation.ask", AGENTS, "ask the second line, the seller or an external system, and ask again"),
    Action("field.define", _ADMINISTRATOR, "define the fields of conversations and customers"),
    Action("field.fill", _ANSWERING, "fill the fields one sees, of a conversation and its customer"),
    Action("field.read", STAFF, "see those fields and what stands in them"),
    Action("file.read", SIGNED_IN, "open a file of a conversation one may see"),
    Action("file.send", _TALKING, "attach a file"),
    Action("gate.check", EVERYBODY, "try a text at the gate"),
    Action("health.read", EVERYBODY, "ask whether the server is alive and ready"),
    Action("held.list", OPERATOR, "see the replies the gate holds"),
    Action("job.list", _LEADING, "see reactions that failed for good"),
    Action("job.retry", _LEADING, "let a failed reaction run again"),
    Action("letter.open", EVERYBODY, "open the link of a letter and come into the conversation it is about"),
    Action("letter.stop", _ANSWERING, "stop a letter to an absent buyer before it leaves"),
    Action("live.follow", SIGNED_IN, "follow what happens, live"),
    Action("mark.present", STAFF, "show colleagues that one looks at a conversation or answers it"),
    Action("mark.read", _TALKING, "say how far one has read"),
    Action("mark.typing", _TALKING, "show that one is writing"),
    Action("note.seller", _ANSWERING, "write a note that agents and the seller see"),
    Action("note.write", STAFF, "write a note that the buyer never sees; sellers only shared ones"),
    Action("notice.send", AGENTS, "tell a VIP buyer of terms or of an offer, by a template"),
    Action(
        "order.change", AGENTS, "ask the shop for something for a buyer: a return, a refund, another slot"
    ),
    Action("order.read", AGENTS | _BUYER, "see orders; buyers their own"),
    Action("page.read", EVERYBODY, "open a page and what it is drawn with"),
    Action("person.set-up", EVERYBODY, "use the one-time link of the first start"),
    Action("product.read", EVERYBODY, "see the shop's products"),
    Action("question.answer", _BUYER, "answer another buyer's public question"),
    Action("question.ask", _BUYER, "ask in public, about a product or about the shop"),
    Action(
        "question.moderate",
        OPERATOR,
        "see what waits to be public, publish it, refuse it, hide what is public",
    ),
    Action("question.own", _BUYER, "see one's own questions and answers, those too that are not public"),
    Action("question.read", EVERYBODY, "read public questions and their answers"),
    Action("question.vote", _BUYER, "say whether a public answer helps"),
    Action("reply.dispute", _ANSWERING, "say that a held reply breaks no rule"),
    Action("reply.propose", _ANSWERING, "answer a buyer, through the gate"),
    Action("reply.release", _DECIDING, "let another author's held reply go, with a reason"),
    Action("reply.schedule", _ANSWERING, "let a reply leave later, through the gate; take it back before"),
    Action("reply.withdraw", _ANSWERING, "take a held reply back"),
    Action("rule.history", OPERATOR, "see what was changed about an account's rules, by whom and why"),
    Action("rule.read", EVERYBODY, "read the rule book"),
    Action("rule.try", _LEADING, "try a change of a rule over past replies before it is made"),
    Action("rule.tune", _LEADING, "change a rule's severity or allow it a term, for an account"),
    Action("session.open", EVERYBODY, "sign in with e-mail and password"),
    Action("session.own", SIGNED_IN, "see and end one's own session, change one's own password"),
    Action("session.prefer", STAFF, "keep one's own keys and ways of working"),
    Action("staff.change", _ADMINISTRATOR, "add colleagues, change roles, disable"),
    Action("staff.list", OPERATOR, "see who the colleagues are"),
    Action("suggestion.read", _ANSWERING, "see articles and earlier answers that may fit a conversation"),
    Action(
        "template.change",
        _ANSWERING,
        "keep texts and macros at hand; a team's and shared ones as the reach allows",
    ),
    Action(
        "template.use", _ANSWERING, "use the texts and macros one may, filled for a conversation one may see"
    ),
    Action("token.change", _ADMINISTRATOR, "make and revoke tokens of programs"),
    Action("topic.read", EVERYBODY, "see the topics, what each asks for, and how long one would wait"),
    Action("view.read", STAFF, "see the saved views one has, with how many conversations each holds"),
    Action("view.save", STAFF, "keep views of the inbox for oneself"),
    Action("view.share", _LEADING, "keep views for everybody"),
    Action("vip.manage", _LEADING, "see who the VIP buyers are and name their personal managers"),
)

ACTIONS: dict[str, frozenset[Role]] = {action.name: action.roles for action in TABLE}
SCOPES: frozenset[str] = frozenset(action.scope for action in TABLE)

_WORDS: dict[Role, str] = {
    "nobody": "visitors",
    "buyer": "buyers",
    "seller": "sellers",
    "agent": "agents",
    "senior_agent": "senior agents",
    "supervisor": "supervisors",
    "moderator": "moderators",
    "administrator": "administrators",
}


def who(action: str) -> tuple[Role, ...]:
    """The roles that may, in the order roles are listed everywhere."""
    return tuple(role for role in ROLES if role in ACTIONS[action])


def allow(actor: Actor, action: str) -> None:
    """Raises `NotSignedIn` or `NotAllowed`, with the reason, unless `actor` may do `action`."""
    if actor.role not in ACTIONS[action]:
        if actor.role == "nobody":
            raise NotSignedIn("Sign in first, or send a token.")
        names = ", ".join(_WORDS[role] for role in who(action))
        raise NotAllowed(f"{action} is for {names}; you are here as {actor.role.replace('_', ' ')}.")
    if actor.scopes is not None and action.partition(".")[0] not in actor.scopes:
        have = ", ".join(sorted(actor.scopes)) or "nothing"
        raise NotAllowed(f"{action} needs the scope {action.partition('.')[0]}; this token has {have}.")


def may(actor: Actor, action: str) -> bool:
    """The same as a question."""
    try:
        allow(actor, action)
    except (NotAllowed, NotSignedIn):
        return False
    return True


def may_see(actor: Actor, parties: Parties) -> bool:
    """Whether what belongs to `parties` is `actor`'s to see."""
    if actor.role == "buyer":
        return actor.id != "" and actor.id == parties.buyer_id
    if actor.role == "seller":
        return bool(actor.seller_id) and actor.seller_id == parties.seller_id
    return actor.role in OPERATOR


def visible(actor: Actor) -> ColumnElement[bool]:
    """The decision of `may_see` as a filter on `conversations`."""
    if actor.role == "buyer":
        return conversations.c.buyer_id == actor.id if actor.id else false()
    if actor.role == "seller":
        return conversations.c.seller_id == actor.seller_id if actor.seller_id else false()
    return true() if actor.role in OPERATOR else false()


def see(actor: Actor, parties: Parties | None) -> None:
    """Raises `NotFound` for what is absent (`None`) and for what is foreign, in the same words."""
    if parties is None or not may_see(actor, parties):
        raise NotFound("There is no such thing here.")


def audiences(actor: Actor) -> frozenset[str]:
    """Which events of a conversation that `actor` may see are meant for them."""
    if actor.role in OPERATOR:
        return frozenset({"public", "seller", "team"})
    if actor.role == "seller":
        return frozenset({"public", "seller"})
    return frozenset({"public"}) if actor.role == "buyer" else frozenset()
