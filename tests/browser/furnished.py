"""A demo with something on every page: orders asked about, a held reply, a complaint, public questions, a letter, a return."""

import re
import time
import uuid

import httpx

KETTLE, LAPTOP, MARINA = "48651-9685", "48120-3391", "shop_1001"
PRODUCT = "NB-14-512"
HELD = "Позвоните мне напрямую: +7 916 123-45-67, так будет быстрее."


class Hand:
    """One person's hand at the API: a buyer with a token, or a colleague with a session."""

    def __init__(self, address, **headers) -> None:
        self._client = httpx.Client(
            base_url=address, headers=headers, timeout=60, trust_env=False, follow_redirects=True
        )

    def sends(self, method, path, body=None):
        """The decoded answer; a refusal fails the test with its words."""
        key = {"Idempotency-Key": str(uuid.uuid4())}
        answer = self._client.request(method, f"/api/v1{path}", json=body, headers=key)
        assert answer.is_success, f"{method} {path}: {answer.text}"
        return answer.json() if answer.content else None

    def puts(self, path, body=None):
        return self.sends("POST", path, {} if body is None else body)

    def page(self, path, form=None, **cookies):
        """A page's address and text; with `form`, what comes back when it is sent."""
        self._client.cookies.update(cookies)
        answer = self._client.get(path) if form is None else self._client.post(path, data=form)
        return str(answer.url), answer.text


def colleague(address, who):
    """A member of the demo's staff, signed in."""
    hand = Hand(address, **{"Sec-Fetch-Site": "same-origin"})
    signed = hand.puts("/sign-in", {"email": f"{who}@demo.otvet", "password": "demo-otvet"})
    hand._client.headers["X-CSRF-Token"] = signed["me"]["csrf"]
    return hand


def buyer(address, shop_id):
    """A buyer of the demo shop, by the word of its page."""
    _, shelf = Hand(address).page(f"/?as={shop_id}")
    token = re.search(r'data-identity="([^"]+)"', shelf)[1]
    signed = Hand(address).puts("/identify", {"identity": token})
    return Hand(address, Authorization=f"Bearer {signed['token']}")


def furnish(address):
    """Fills the demo; what its pages are called afterwards, by name."""
    ilya, marina = colleague(address, "ilya"), buyer(address, MARINA)
    return {
        "kettle": KETTLE, "laptop": LAPTOP, "product": PRODUCT, "return": _return(ilya, marina),
        "complaint": _complaint(ilya, marina), "late": _late_laptop(ilya, marina), "private": _private(address),
        "question": _questions(address), "letter": _letter(address, ilya),
    }  # fmt: skip


def _begins(hand, text, **more):
    return hand.puts("/conversations", {"text": text, **more})["conversation"]["id"]


def _return(ilya, marina):
    """A kettle on its way back."""
    one = _begins(marina, "Чайник течёт, хочу вернуть.", topic="return", order_id=KETTLE)
    order = next(one for one in marina.sends("GET", "/orders")["items"] if one["number"] == KETTLE)
    items = [{"sku": order["items"][0]["sku"], "quantity": 1}]
    wish = {"what": "return", "order": KETTLE, "items": items, "reason": "defect"}
    made = ilya.puts(f"/conversations/{one}/wishes", {"wish": wish})
    ilya.puts(f"/conversations/{one}/resolve")
    return made["record_id"]


def _complaint(ilya, marina):
    """Led to an offer above the agent's limit."""
    one = _begins(marina, "Десятый день нет ноутбука, это безобразие.", topic="courier", order_id=LAPTOP)
    here = f"/conversations/{one}"
    ilya.puts(f"{here}/complaints")
    complaint = ilya.sends("GET", here)["conversation"]["complaints"][0]["id"]
    for step, text in (("hear", "Обещали три дня назад"), ("clarify", "Нужен к понедельнику")):
        ilya.puts(f"{here}/complaints/{complaint}/steps", {"step": step, "text": text})
    ilya.puts(f"{here}/replies", {"text": "Марина, приносим извинения за задержку."})
    ilya.puts(f"{here}/complaints/{complaint}/steps", {"step": "apologise"})
    wish = {"what": "refund", "order": LAPTOP, "amount": 250_000, "reason": "late"}
    ilya.puts(f"{here}/complaints/{complaint}/remedies", {"wish": wish})
    return one


def _late_laptop(ilya, marina):
    """Asked, noted, answered, asked again; a second answer is held."""
    one = _begins(
        marina, "Где мой ноутбук? Доставка опаздывает.", topic="order-not-received", order_id=LAPTOP
    )
    here = f"/conversations/{one}"
    ilya.puts(f"{here}/notes", {"text": "Перевозчик подтвердил задержку на сортировке"})
    ilya.puts(f"{here}/tag", {"tag": "склад"})
    ilya.puts(f"{here}/replies", {"text": "Здравствуйте, Марина! Проверяю, где сейчас посылка."})
    marina.puts(f"{here}/messages", {"text": "Мне он нужен к понедельнику, для работы."})
    assert ilya.puts(f"{here}/replies", {"text": HELD})["state"] == "held"
    return one


def _private(address):
    """A question to the Chinese seller, in private."""
    asks = buyer(address, "shop_1002")
    return _begins(asks, "Есть ли русская клавиатура?", product_id=PRODUCT, to="seller")


def _questions(address):
    """One in public with answers of a buyer and of the seller; one that the rules hold."""
    asks, other, seller = buyer(address, MARINA), buyer(address, "shop_1002"), colleague(address, "seller")
    made = asks.puts("/questions", {"text": "Есть ли на клавишах русские буквы?", "product_id": PRODUCT})
    other.puts(f"/questions/{made['reference']}/answers", {"text": "У меня есть, белые."})
    row = next(
        one
        for one in seller.sends("GET", "/conversations?view=all")["items"]
        if one["reference"] == made["reference"]
    )
    seller.puts(
        f"/conversations/{row['id']}/replies", {"text": "Здравствуйте! На клавишах есть русские буквы."}
    )
    asks.puts("/questions", {"text": "Какой вес? Мой номер +7 999 123-45-67.", "product_id": PRODUCT})
    return made["reference"]


def _letter(address, ilya):
    """The transcript, asked for by a guest who left an address; its number in the demo's mail server."""
    guest = Hand(address)
    guest = Hand(address, Authorization=f"Bearer {guest.puts('/guests')['token']}")
    one = _begins(guest, "Как оплатить по частям?", topic="payment")
    guest.sends("PUT", "/me/contact", {"email": "guest@mail.example"})
    ilya.puts(
        f"/conversations/{one}/replies", {"text": "Здравствуйте! Выберите оплату частями при оформлении."}
    )
    guest.puts(f"/conversations/{one}/transcript/letter")
    for _ in range(120):
        _, box = Hand(address).page("/demo/letters")
        if found := re.search(r"/demo/letters/([^/\"?]+)", box):
            return found[1]
        time.sleep(0.25)
    raise AssertionError("no letter came")
