"""The screens: one file each, mounted by the application."""

from litestar.handlers import HTTPRouteHandler

from otvet.web.pages import (
    chat,
    demo_letters,
    desk,
    feedback,
    guides,
    orders,
    requests,
    rules,
    shop,
    sign_in,
    strings,
    tuning,
    widget,
)

PAGES: tuple[HTTPRouteHandler, ...] = (
    shop.shelf,
    shop.product,
    orders.orders,
    orders.order,
    orders.returned,
    orders.hand_in,
    guides.front,
    guides.guide,
    guides.helped,
    chat.chat,
    requests.requests,
    feedback.form,
    feedback.sent,
    *desk.HANDLERS,
    demo_letters.letters,
    demo_letters.letter,
    demo_letters.letter_html,
    rules.book,
    rules.tried,
    rules.rule,
    tuning.tune,
    sign_in.sign_in,
    sign_in.signed_in,
    sign_in.set_up,
    strings.texts,
    widget.widget,
)
