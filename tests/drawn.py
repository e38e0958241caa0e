"""Pictures drawn for the tests and for `bench/pictures.py`: what a reader must find in one, and what it must not."""

import io
import math
import random
from collections.abc import Callable
from typing import Any, NamedTuple

import zxingcpp
from PIL import Image, ImageDraw, ImageFilter, ImageFont

_NOTO = "/usr/share/fonts/truetype/noto/NotoSans-{}.ttf"
_CJK = "/usr/share/fonts/opentype/noto/NotoSansCJK-{}.ttc"
WHITE, BLACK, NIGHT, RED, CREAM = "#ffffff", "#101010", "#1b1f3a", "#c8102e", "#f5efe0"


class Drawn(NamedTuple):
    """One picture: `broken` are the rules of which one must be found, none for an innocent one."""

    name: str
    kind: str
    draw: Callable[[], Image.Image]
    broken: tuple[str, ...] = ()


def png(image: Image.Image) -> bytes:
    """The picture as it is uploaded."""
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def jpeg(image: Image.Image, quality: int = 85) -> bytes:
    """The picture as a camera gives it."""
    out = io.BytesIO()
    image.convert("RGB").save(out, "JPEG", quality=quality)
    return out.getvalue()


def font(size: int, text: str = "", *, bold: bool = False) -> Any:
    """A font of Debian's that has the letters of `text`."""
    chinese = any("\u2e80" <= letter <= "\u9fff" for letter in text)
    return ImageFont.truetype((_CJK if chinese else _NOTO).format("Bold" if bold else "Regular"), size)


def card(
    *lines: str, size: int = 36, ink: str = BLACK, paper: str = WHITE, wide: int = 900, bold: bool = False
) -> Image.Image:
    """Lines of text on paper of one colour."""
    image = Image.new("RGB", (wide, 80 + int(len(lines) * size * 1.6)), paper)
    pen = ImageDraw.Draw(image)
    for number, line in enumerate(lines):
        pen.text((40, 40 + number * size * 1.6), line, ink, font(size, line, bold=bold))
    return image


def photo(wide: int = 1280, high: int = 960) -> Image.Image:
    """Something like the photo of a thing: light, a round shadow, grain; no letter in it."""
    light = Image.linear_gradient("L").resize((wide, high))
    image = Image.merge(
        "RGB", (light.point(lambda v: 120 + v // 3), light.point(lambda v: 110 + v // 3), light)
    )
    pen = ImageDraw.Draw(image)
    pen.ellipse((wide * 0.25, high * 0.2, wide * 0.75, high * 0.85), "#b0483a")
    pen.ellipse((wide * 0.3, high * 0.25, wide * 0.6, high * 0.6), "#c9604f")
    grain = Image.frombytes("L", (wide, high), random.Random(7).randbytes(wide * high)).convert("RGB")
    return Image.blend(image, grain, 0.08)


def on_photo(
    *lines: str, size: int = 44, ink: str = WHITE, at: tuple[int, int] = (80, 90), **how: int
) -> Image.Image:
    """Text written over a photo."""
    image = photo(**how)
    pen = ImageDraw.Draw(image)
    for number, line in enumerate(lines):
        pen.text((at[0], at[1] + number * size * 1.5), line, ink, font(size, line, bold=True))
    return image


def code(
    content: str, kind: zxingcpp.BarcodeFormat = zxingcpp.BarcodeFormat.QRCode, *, scale: int = 6
) -> Image.Image:
    """A code as a shop would print it, with its quiet border."""
    made = zxingcpp.create_barcode(content, kind)
    return Image.fromarray(zxingcpp.write_barcode_to_image(made, scale=scale)).convert("RGB")


def pasted(inner: Image.Image, *, turned: float = 0, at: tuple[int, int] = (760, 480)) -> Image.Image:
    """A code or card lying on a photo, perhaps turned by some degrees."""
    image = photo()
    piece = inner.convert("RGBA").rotate(turned, expand=True)
    image.paste(piece, at, piece)
    return image


def barcode() -> Image.Image:
    """A packet's side: product, size, price, the maker's bar code."""
    image = card("Чайник электрический 1,7 л", "Артикул 4601234", "Цена 2 490 ₽", size=34)
    whole = Image.new("RGB", (900, image.height + 220), WHITE)
    whole.paste(image, (0, 0))
    whole.paste(code("4006381333931", zxingcpp.BarcodeFormat.EAN13, scale=3), (60, image.height))
    return whole


PHONE, CONTACT = ("contact-exchange", "personal-data"), ("contact-exchange",)
OUTSIDE = ("external-resource", "contact-exchange")
RECEIPT = "t=20251125T1432&s=2490.00&fn=9282440300682838&i=46534&fp=1273019065&n=1"
CARD = "BEGIN:VCARD\nVERSION:3.0\nFN:Ivan\nTEL:+79161234567\nEND:VCARD"

PICTURES: tuple[Drawn, ...] = (
    Drawn("phone, black on white", "ru", lambda: card("Звоните мне по номеру", "+7 916 123-45-67"), PHONE),
    Drawn("phone, light on dark", "ru", lambda: card("Звоните: 8 (916) 123-45-67", ink=WHITE, paper=NIGHT), PHONE),
    Drawn("phone, small letters", "ru", lambda: card("Мой телефон 8 916 123 45 67", size=15, wide=420), PHONE),
    Drawn("phone, white on red", "ru", lambda: card("ЗВОНИТЕ 8-916-123-45-67", ink=WHITE, paper=RED, bold=True), PHONE),
    Drawn("phone, over a photo", "ru", lambda: on_photo("Пишите: +7 916 123-45-67"), PHONE),
    Drawn("phone, small in a large photo", "ru",
          lambda: on_photo("Тел. +7 916 123-45-67", wide=3200, high=2400, size=48), PHONE),
    Drawn("phone, turned by 4 degrees", "ru",
          lambda: pasted(card("Звоните мне", "8 916 123-45-67", wide=620), turned=4, at=(300, 300)), PHONE),
    Drawn("phone, poor JPEG", "ru",
          lambda: Image.open(io.BytesIO(jpeg(card("Звоните мне: 8 916 123-45-67"), 12))), PHONE),
    Drawn("phone, blurred", "ru",
          lambda: card("Звоните мне: 8 916 123-45-67").filter(ImageFilter.GaussianBlur(1.6)), PHONE),
    Drawn("messenger handle", "ru", lambda: card("Пишите в Telegram: @ivan_shop"), CONTACT),
    Drawn("messenger, light on dark", "ru",
          lambda: card("Мы в WhatsApp", "8 916 123-45-67", ink=CREAM, paper=BLACK), PHONE),
    Drawn("e-mail", "ru", lambda: card("Почта для заказов", "ivan.shop@mail.ru"), PHONE),
    Drawn("outside shop", "ru", lambda: card("Дешевле на нашем сайте", "www.moy-magazin.ru", paper=CREAM), OUTSIDE),
    Drawn("cancel the order", "ru", lambda: card("Пожалуйста, отмените заказ", "и закажите напрямую"),
          ("cancel-request", "contact-exchange")),
    Drawn("phone", "en", lambda: card("Call me directly", "+44 20 7946 0958"), PHONE),
    Drawn("handle over a photo", "en", lambda: on_photo("Telegram: @best_shop"), CONTACT),
    Drawn("outside shop", "en", lambda: card("Cheaper at www.best-kettles.com", ink=WHITE, paper=NIGHT), OUTSIDE),
    Drawn("WeChat id", "zh", lambda: card("请加微信：wx8848abc"), CONTACT),
    Drawn("WeChat id, light on dark", "zh", lambda: card("加我微信 shop_8848", ink=WHITE, paper=NIGHT), CONTACT),
    Drawn("phone", "zh", lambda: card("联系电话", "138 0013 8000"), PHONE),
    Drawn("phone over a photo", "zh", lambda: on_photo("请打电话 13800138000"), PHONE),
    Drawn("QR to a messenger", "code", lambda: code("https://t.me/ivan_shop"), OUTSIDE),
    Drawn("QR on a photo, turned", "code", lambda: pasted(code("https://wa.me/79161234567", scale=4), turned=25), OUTSIDE),
    Drawn("QR light on dark", "code", lambda: _inverted(code("https://t.me/+AbCdEf123456")), OUTSIDE),
    Drawn("QR to dial", "code", lambda: code("tel:+79161234567"), PHONE),
    Drawn("QR with a visiting card", "code", lambda: code(CARD), PHONE),
    Drawn("QR into WeChat", "code", lambda: code("weixin://dl/chat?ivan"), OUTSIDE),
    Drawn("QR to a shop, capitals", "code", lambda: code("HTTPS://MOY-MAGAZIN.RU/KETTLE"), OUTSIDE),
    Drawn("Data Matrix to a site", "code",
          lambda: code("http://cheap.example/1", zxingcpp.BarcodeFormat.DataMatrix, scale=8), OUTSIDE),
    Drawn("turned by 12 degrees", "hard",
          lambda: pasted(card("Звоните мне", "8 916 123-45-67", wide=620), turned=12, at=(200, 200)), PHONE),
    Drawn("on its side", "hard", lambda: card("Звоните: 8 916 123-45-67").rotate(90, expand=True), PHONE),
    Drawn("watermark", "hard", lambda: card("Звоните: 8 916 123-45-67", ink="#d8d8d8"), PHONE),
    Drawn("letters of ten pixels", "hard", lambda: card("Мой телефон 8 916 123 45 67", size=10, wide=300), PHONE),
    Drawn("dark box on a light page", "hard",
          lambda: _below(card("Чайник электрический 1,7 л"), card("8 916 123-45-67", ink=WHITE, paper=NIGHT)), PHONE),
    Drawn("digits far apart", "hard", lambda: card("8  9  1  6   1  2  3   4  5   6  7", "звоните"), PHONE),
    Drawn("digits as words", "hard", lambda: card("восемь девятьсот шестнадцать", "сто двадцать три сорок пять", "шестьдесят семь"), PHONE),
    Drawn("in many columns of small print", "hard",
          lambda: card(*["Гарантия 12 месяцев. Хранить в сухом месте."] * 14, "По вопросам: 8 916 123-45-67", size=16, wide=700), PHONE),
    Drawn("serif, slanted", "hard", lambda: _slanted("Звоните: 8 916 123-45-67"), PHONE),
    # innocent
    Drawn("a photo without letters", "none", photo),
    Drawn("a packet with bar code and price", "ru", barcode),
    Drawn("size chart", "ru", lambda: card("РАЗМЕРЫ", "XS 40-42   S 42-44   M 44-46", "Длина 68 см   Плечи 41 см")),
    Drawn("label in capitals", "ru", lambda: card("ШАМПУНЬ ДЛЯ ВСЕХ ТИПОВ ВОЛОС", "400 мл   ГОСТ 31696-2012", bold=True)),
    Drawn("screenshot of an order", "ru",
          lambda: card("Заказ 41235687-0042-1", "Доставка 12 декабря, 10:00-14:00", "Итого 12 490 ₽", size=30)),
    Drawn("tracking number", "ru", lambda: card("Трек-номер RA123456789RU", "Почта России, 25.11.2026")),
    Drawn("manual", "ru", lambda: card("Напряжение 220-240 В, 50/60 Гц", "Мощность 1850-2200 Вт", "IPX4, класс I", size=28)),
    Drawn("price over a photo", "ru", lambda: on_photo("2 490 ₽", "Чайник Polaris PWK 1775")),
    Drawn("specification", "en", lambda: card("Model X-2400 Pro 256 GB", "Weight 1.25 kg, 230 x 180 x 95 mm")),
    Drawn("size chart", "zh", lambda: card("尺码 S M L XL", "衣长 68 70 72 74", "价格 199 元")),
    Drawn("QR to our own shop", "code", lambda: code("https://www.ozon.ru/product/chaynik-12345678/")),
    Drawn("QR of a receipt", "code", lambda: code(RECEIPT)),
    Drawn("bar code alone", "code", lambda: code("4006381333931", zxingcpp.BarcodeFormat.EAN13, scale=3)),
    Drawn("marking code of goods", "code",
          lambda: code("010460123456789021AbC123dEf456G", zxingcpp.BarcodeFormat.DataMatrix, scale=8)),
    Drawn("QR with a serial number", "code", lambda: code("SN:PWK1775-202511-004217")),
)  # fmt: skip


def _below(upper: Image.Image, lower: Image.Image) -> Image.Image:
    whole = Image.new("RGB", (upper.width, upper.height + lower.height), WHITE)
    whole.paste(upper, (0, 0))
    whole.paste(lower, (0, upper.height))
    return whole


def _slanted(line: str) -> Image.Image:
    image = Image.new("RGB", (900, 140), CREAM)
    letters = ImageFont.truetype(_NOTO.replace("Sans", "Serif").format("Italic"), 34)
    ImageDraw.Draw(image).text((40, 45), line, "#5a3a1a", letters)
    return image


def _inverted(image: Image.Image) -> Image.Image:
    return image.point(lambda value: 255 - value)


def swirl(wide: int, high: int) -> Image.Image:
    """A picture that is large and hard to pack, for limits."""
    row = bytes(int(127 + 127 * math.sin(n * 0.37)) for n in range(wide))
    return Image.frombytes("L", (wide, high), row * high)
