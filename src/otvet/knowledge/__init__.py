"""Help-centre articles, the offer and the law: terms with value, source, rank and validity; search by words."""

from otvet.knowledge.finding import Said, said, search, warm
from otvet.knowledge.guides import Article, article, articles, order
from otvet.knowledge.marking import excerpt, marked
from otvet.knowledge.terms import PolicyTerm, WeakerOffer, terms_in_force, weaker_offers

__all__ = [
    "Article",
    "PolicyTerm",
    "Said",
    "WeakerOffer",
    "article",
    "articles",
    "excerpt",
    "marked",
    "order",
    "said",
    "search",
    "terms_in_force",
    "warm",
    "weaker_offers",
]
