"""The screens: one file each, mounted by the application."""

from litestar.handlers import HTTPRouteHandler

from otvet.web.pages import (
    chat,
    demo_letters,
    desk,
    feedback,
    guides,
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
    guides.front,
    guides.guide,
    guides.helped,
    chat.chat,
    requests.requests,
    feedback.form,
    feedback.sent,
    desk.inbox,
    desk.conversation,
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
