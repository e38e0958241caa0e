"""Help-centre articles, the offer and the law: terms with value, source, rank and validity; search by words."""

from otvet.knowledge.finding import search
from otvet.knowledge.guides import Article, article, articles, order
from otvet.knowledge.marking import excerpt, marked
from otvet.knowledge.terms import PolicyTerm, WeakerOffer, terms_in_force, weaker_offers

__all__ = [
    "Article",
    "PolicyTerm",
    "WeakerOffer",
    "article",
    "articles",
    "excerpt",
    "marked",
    "order",
    "search",
    "terms_in_force",
    "weaker_offers",
]
