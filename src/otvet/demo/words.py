"""What made-up people are called and say. `{n}` becomes a number, so that texts differ."""

NAMES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "ru": (
        ("Анна", "Борис", "Вера", "Глеб", "Дарья", "Егор", "Жанна", "Захар", "Ирина", "Кирилл", "Лидия", "Максим",
         "Нина", "Олег", "Полина", "Роман", "Софья", "Тимур", "Ульяна", "Фёдор", "Эмма", "Юрий", "Яна", "Артём"),
        ("Абрамов", "Беляев", "Васильев", "Громов", "Данилов", "Ершов", "Жуков", "Зайцев", "Ильин", "Ким",
         "Лебедев", "Морозов", "Новиков", "Орлов", "Павлов", "Рябов", "Смирнов", "Титов", "Фролов", "Шаров"),
    ),
    "en": (
        ("Alice", "Brian", "Clara", "Daniel", "Emma", "Frank", "Grace", "Henry", "Irene", "Jack", "Kate", "Leo"),
        ("Adams", "Baker", "Clark", "Davis", "Evans", "Foster", "Green", "Hughes", "Jones", "King", "Lewis"),
    ),
    "zh": (
        ("伟", "芳", "娜", "敏", "静", "强", "磊", "军", "洋", "勇", "艳", "杰", "娟", "涛", "明", "超"),
        ("王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "马", "朱", "胡", "林"),
    ),
}  # fmt: skip


def called(language: str, first: str, last: str) -> str:
    """A whole name as its language writes it; a Russian woman's surname takes its ending."""
    if language == "zh":
        return f"{last}{first}"
    woman = language == "ru" and first.endswith(("а", "я"))
    return f"{first} {last}{'а' if woman and last.endswith(('ов', 'ев', 'ин')) else ''}"


SAID: dict[str, dict[str, tuple[str, ...]]] = {
    "buyer": {
        "ru": (
            "Где мой заказ?", "Посылка стоит на сортировке уже {n} часов.", "Пришёл не тот товар: вместо чайника лампа.",
            "Хочу вернуть куртку, размер {n} мал.", "Деньги за возврат не пришли.", "Промокод на {n} рублей не применяется.",
            "Курьер не приехал в обещанное время.", "Наушники не заряжаются после {n} дней.", "Можно поменять адрес доставки?",
            "Списали оплату дважды.", "Коробка была вскрыта.", "Ноутбук шумит и греется.", "Когда приедет пылесос?",
            "Спасибо, жду ответа.", "Пункт выдачи закрыт.", "Не хватает детали номер {n} в наборе.",
        ),
        "en": (
            "Where is my order?", "The parcel has been at the sorting centre for {n} hours.", "I received the wrong item.",
            "I want to return the jacket, size {n} is too small.", "My refund has not arrived.", "The promo code does not work.",
            "The courier never came.", "The headphones stopped charging after {n} days.", "May I change the address?",
            "I was charged twice.", "The box was open.", "Thank you, I am waiting.", "Part number {n} is missing.",
        ),
        "zh": (
            "我的订单在哪里？", "包裹在分拣中心停了{n}个小时。", "收到的商品不对。", "我想退货，尺码{n}太小了。", "退款还没有到账。",
            "优惠码不能用。", "快递员没有来。", "耳机用了{n}天就不能充电了。", "可以换收货地址吗？", "扣了两次款。", "箱子被打开过。",
            "谢谢，我等您的回复。",
        ),
    },
    "agent": {
        "ru": (
            "Здравствуйте! Проверяю заказ и вернусь с ответом.", "Посылка выедет завтра утром рейсом {n}.",
            "Оформили возврат, деньги поступят на карту.", "Пришлите, пожалуйста, фото этикетки.",
            "Заменим товар, курьер привезёт новый.", "Списание отменено, проверьте выписку.",
            "Пункт выдачи откроется в понедельник.", "Передали обращение на склад под номером {n}.",
            "Размерная сетка есть на странице товара.", "Спасибо за ожидание.",
        ),
        "en": (
            "Hello! I am checking the order and will be back with an answer.", "The parcel leaves tomorrow on flight {n}.",
            "The return is arranged, the money goes to your card.", "Please send a photo of the label.",
            "We will exchange the item.", "The charge was cancelled.", "The pickup point opens on Monday.",
        ),
        "zh": (
            "您好！正在为您查询订单，稍后回复。", "包裹明天早上发出，班次{n}。", "已办理退货，款项会退回您的卡。", "请发一张标签的照片。",
            "我们为您换货。", "重复扣款已取消。", "自提点星期一开门。",
        ),
    },
    "note": {
        "ru": (
            "Запросил склад, ждём до вечера.", "Покупатель звонил на линию {n}.", "Второй перенос, нужен менеджер.",
            "Проверил оплату: всё прошло.", "Логистика ответит завтра.",
        ),
        "en": ("Asked the warehouse, waiting until tonight.", "Second delay, a manager is needed.", "Payment checked: {n}."),
        "zh": ("已联系仓库，等到晚上。", "第二次延误，需要主管。", "已核对付款：{n}。"),
    },
}  # fmt: skip

# Questions in public: what is asked, the official answer, what another buyer says.
ASKED: dict[str, tuple[tuple[str, str, str], ...]] = {
    "ru": (
        ("Какая гарантия на этот товар?", "Здравствуйте! Гарантия один год со дня получения, чек хранить не нужно.", "Мне поменяли по гарантии за неделю."),
        ("Подойдёт ли в подарок, есть ли коробка?", "Здравствуйте! Да, товар приходит в фирменной коробке.", "Коробка красивая, дарить можно."),
        ("Сколько весит вместе с упаковкой?", "Здравствуйте! Около двух килограммов.", "Взвесил дома: чуть меньше двух кило."),
        ("Есть ли инструкция на русском?", "Здравствуйте! Да, инструкция на русском языке лежит в коробке.", "Инструкция есть, понятная."),
        ("Шумит ли при работе?", "Здравствуйте! Уровень шума указан в характеристиках; это тихий режим.", "У меня почти не слышно."),
        ("Можно ли мыть под водой?", "Здравствуйте! Съёмные части можно, корпус протирают влажной тканью.", "Корпус только протираю, всё хорошо."),
    ),
    "en": (
        ("How long is the warranty?", "Hello! One year from the day you receive it; no receipt is needed.", "They exchanged mine within a week."),
        ("Is it good as a gift, does it come in a box?", "Hello! Yes, it comes in its original box.", "The box looks nice."),
        ("Is there a manual in English?", "Hello! Yes, the manual in the box has a part in English.", "There is, and it is easy to follow."),
        ("Is it loud?", "Hello! The noise level is among its specifications; it is a quiet one.", "I hardly hear mine."),
    ),
    "zh": (
        ("保修期多长？", "您好！自签收之日起保修一年，无需保留小票。", "我的一周内就换新了。"),
        ("适合送礼吗？有包装盒吗？", "您好！有的，商品配有原装包装盒。", "盒子很好看。"),
        ("有中文说明书吗？", "您好！有，包装内的说明书含中文。", "有中文，很清楚。"),
        ("使用时声音大吗？", "您好！噪音参数见商品规格，属于静音款。", "几乎听不到声音。"),
    ),
}  # fmt: skip
