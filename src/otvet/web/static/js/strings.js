// The words of the screen and the ways a language writes dates, numbers and money.
// Keys are the English texts and always literal, so that a test finds them.

export const language = document.documentElement.lang || "en";
const plurals = new Intl.PluralRules(language);
const places = { one: 0, few: 1, many: 2, other: language === "en" ? 1 : 0 };

let texts = {};
const address = document.querySelector('meta[name="strings"]')?.content;
if (address) {
  try {
    texts = await (await fetch(address)).json();
  } catch {
    texts = {}; // English keys are better than an empty page
  }
}

function filled(text, fields) {
  return fields ? text.replace(/%\((\w+)\)s/g, (whole, name) => fields[name] ?? whole) : text;
}

/** The text for a key. */
export function t(key, fields) {
  const found = texts[key];
  return filled(typeof found === "string" ? found : key, fields);
}

/** The form that fits a number; `%(num)s` is the number. */
export function tn(one, many, number, fields) {
  const forms = texts[one];
  const place = places[plurals.select(number)] ?? 0;
  const text = Array.isArray(forms) ? (forms[place] ?? forms.at(-1)) : number === 1 ? one : many;
  return filled(text, { num: count(number), ...fields });
}

export const count = (number) => new Intl.NumberFormat(language).format(number);

// English as it is written outside America: 24 hours, day before month
const locale = language === "en" ? "en-GB" : language;
const clockFormat = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" });
const dayFormat = new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long" });
const shortFormat = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short" });
const fullFormat = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "short" });

export const clock = (time) => clockFormat.format(new Date(time));
export const shortDay = (time) => shortFormat.format(new Date(time));
export const fullTime = (time) => fullFormat.format(new Date(time));
/** Today the hour, later the day. */
export const soonest = (time) => (dayKey(time) === dayKey(Date.now()) ? clock(time) : shortDay(time));
export const dayKey = (time) => new Date(time).toDateString();

/** "Today", "Yesterday" or the day, as the line between two days. */
export function dayName(time) {
  const day = new Date(time);
  const away = Math.round((startOfDay(new Date()) - startOfDay(day)) / 86_400_000);
  const name = dayFormat.format(day);
  if (away === 0) return t("Today, %(day)s", { day: name });
  if (away === 1) return t("Yesterday, %(day)s", { day: name });
  return name;
}

function startOfDay(day) {
  return new Date(day.getFullYear(), day.getMonth(), day.getDate()).getTime();
}

/** How long something has lasted: minutes under an hour, hours under two days, else days. */
export function lasted(from, now = Date.now()) {
  const minutes = Math.max(1, Math.floor((now - new Date(from).getTime()) / 60_000));
  if (minutes < 60) return t("%(num)s min", { num: count(minutes) });
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return t("%(num)s h", { num: count(hours) });
  return t("%(num)s d", { num: count(Math.floor(hours / 24)) });
}

/** The language of a stranger's text, by its script: so that a screen reader speaks it. */
export function languageOf(text) {
  if (/\p{Script=Han}/u.test(text)) return "zh";
  return /\p{Script=Cyrillic}/u.test(text) ? "ru" : "en";
}

const languages = new Intl.DisplayNames([language], { type: "language" });

/** A language's name in the words of the page. */
export const languageName = (code) => languages.of(code);

/** Kopecks as a price. */
export function money(amount, currency = "RUB") {
  const digits = amount % 100 === 0 ? 0 : 2;
  return new Intl.NumberFormat(language, {
    style: "currency", currency, currencyDisplay: "narrowSymbol",
    minimumFractionDigits: digits, maximumFractionDigits: digits,
  }).format(amount / 100);
}

/** A file's size in words. */
export function size(bytes) {
  if (bytes < 1_000_000) return t("%(num)s KB", { num: count(Math.max(1, Math.round(bytes / 1024))) });
  return t("%(num)s MB", { num: count(Math.round(bytes / 104_857.6) / 10) });
}

/** The text of a record with several languages, in this one or the nearest there is. */
export function said(words) {
  if (words === null || words === undefined || typeof words === "string") return words ?? "";
  return words[language] ?? words.en ?? words.ru ?? Object.values(words)[0] ?? "";
}
