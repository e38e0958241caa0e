"""Slips of English grammar and of words that sound alike, where the words around leave no second reading.

Every pattern looks at a small-letter text; where one needs a word before the slip, the slip begins at its group `slip`; a verb is held against its subject only where both begin a clause,
because elsewhere the subject may be another word before them.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from otvet.language.later import later
from otvet.language.signs import signs

_GOODS = (
    "parcel|order|package|item|refund|courier|charger|box|lamp|product|shipment|delivery|jacket|dress|battery|size|price|material|colour|color|"
    "warranty|manual|cable|lid|kettle|phone|watch|label|seller|support|warehouse|store|shop|team member|money|payment|replacement|packaging"
)
_PAIRS = "shoes|trousers|jeans|goods|items|parcels|products|orders|refunds|batteries|sizes|colours|colors|headphones|gloves|boots|glasses|scissors|details|instructions|photos"
_COMPARED = (
    "softer|harder|thicker|thinner|larger|longer|shorter|heavier|lighter|warmer|cooler|brighter|darker|quieter|louder|stronger|weaker|safer|wider|narrower|"
    "smaller|bigger|taller|cheaper|faster|slower|easier|quicker|newer|older|better|worse|higher|lower|sooner|later|earlier|cleaner|smoother|tighter|looser"
)
_OURS = "order|patience|message|question|request|review|feedback|understanding|purchase|account|address|time|support|interest|choice|parcel|refund|size|reply|answer|trust|attention"
_THINGS = (
    f"{_GOODS}|{_PAIRS}|it|they|this|which|bag|toy|kit|case|model|cup"  # what is sent, packed and paid for
)
_LIKE = "good|nice|great|new|other|second|small|big|large|long|short|soft|strong|warm|high|low|different|red|blue|black|white|green|grey"
_PERSONS = "i|you|we|they|he|she|it|clients|customers|buyers"
_DO = "exchange|refund|return|send|ship|receive|deliver|replace|check|arrange|offer|help|change|choose|cancel|pack|wash|use|wear|contact|confirm|find|get|give|make|take|pay|order|see|tell|write|answer|wait"
_DONE = "received|sent|arrived|came|went|got|shipped|had|found|gave|took|wrote|paid|ordered|bought|chose|said|told|knew|saw|made|did|was|were"
_ACTS = (
    "contact|cover|include|contain|support|need|fit|hold|suit|require|allow|help|protect|keep|make|take|give|send|deliver|receive|arrive|come|work|cost|"
    "weigh|measure|charge|change|open|close|start|stop|show|tell|ask|answer|reply|confirm|check|offer|provide|bring|pay|refund|replace|exchange|return|ship|pack|"
    "depend|belong|consist|remain|last|look|feel|sound|smell|run|turn|move|wash|dry|clean|use|want|know|think|believe|understand|see|find|call|write|choose|buy|order"
)
_BEGINS = later(
    r"(?:^|[.,;:!?\n(]\s*|(?<!\w)(?:because|but|so|when|while|since|sorry|hello|hi)\s)"
    r"(?:(?:the|your|our|my|this|these|those|all|both|new|two|three|also|unfortunately)\s){0,3}$"
)


class Pattern(NamedTuple):
    """What is wrong, and whether it is only where a clause begins: elsewhere it may belong to what stands before."""

    wrong: re.Pattern[str]
    first: bool = False


def _pattern(text: str, *, first: bool = False) -> Pattern:
    return Pattern(later(rf"(?<![\w'’-]){text}(?![\w'’-])"), first)


_PATTERNS = (
    _pattern(rf"(?:{_GOODS}) (?:have|were|are|do not|don't|haven't|weren't|aren't)", first=True),
    _pattern(rf"(?:{_PAIRS}) (?:is|was|has|does|doesn't|isn't|wasn't|hasn't)", first=True),
    _pattern(r"(?:he|she|it) (?:have|are|do not|don't|haven't|aren't)", first=True),
    _pattern(r"(?:we|they|you) (?:was|has|does|is|wasn't|hasn't|doesn't|isn't)", first=True),
    _pattern(rf"(?:{_PERSONS}) (?:can|must|should|could|would|might|will) to (?:{_DO})"),
    _pattern(rf"(?:{_PERSONS}) (?:can|must|should|could|would|might|may|will)(?: not)? (?!need|feed|speed|exceed|proceed|succeed|heed|embed|shed|wed|bleed|breed|weed)[a-z]{{2,}}ed"),
    _pattern(r"explain (?:you|me|us|him|her|them) (?:the|how|what|why|that|this|our|your)"),
    _pattern(rf"(?:didn't|did not|doesn't|does not|don't|do not) (?:{_DONE})"),
    _pattern(rf"more (?:{_COMPARED})"),
    _pattern(r"most (?:\w+est)(?<!honest)(?<!modest)(?<!interest)(?<!request)(?<!earnest)"),
    _pattern(r"(?<!costs )(?<!cost )(?<!weighs )(?<!for )(?<!or )(?<!much )(?<!takes )(?<!needs )(?<!uses )less (?!\w*(?:ss|us|is|ous|always|perhaps|besides|sometimes|afterwards|towards|this|its|as|was|has|yes)\b)(?!\w+ly\b)[a-z]{3,}s(?! than)"),
    _pattern(rf"(?:{_COMPARED}|(?:more|less|fewer|rather)(?: \w+){{0,4}}) then (?:on|in|last|ours|yours|mine|before|expected|usual|planned|(?:the|our|your|this|that|any|my) (?:\w+ )?\w+)"),
    _pattern(rf"(?:for|about|of|with|on|in|to|from|by|check|see|open|confirm|keep|enter) you (?:{_OURS}|email|mail|phone|basket|profile|data)"),
    _pattern(rf"(?:send|write) you (?:{_OURS})(?= (?:today|tomorrow|yesterday|again|soon|on|in|by|with|to|as|and|before|after|within)|[.,!?]|$)"),
    _pattern(r"let (?:us|me|them|him|her) now(?= (?:if|when|whether|what|how|which|where)(?! we\b))"),
    _pattern(r"(?:please|to|must|can|will|should|could|don't|not) chose(?= (?:the|a|an|your|our|one|another|any|which|between|from))"),
    _pattern(r"(?<=is |as |re )to (?:good|big|small|large|long|short|heavy|late|early|expensive|cheap|tight|loose|thin|thick|bright|dark|loud)"),
    _pattern(r"let (?:us|me|them|him|her) no(?= (?:if|when|whether|what|how|which|where|about|your|the|in|as|once|by)| ?[.,!?]|$)"),
    _pattern(r"(?:please|can|could|would|will|to|kindly) (?:you )?(?:please )?advice (?:me|us|you|which|what|how|if|whether|on|when|the|your|him|her)"),
    _pattern(r"(?:an|your|our|my|some|good|any|the) advise"),
    _pattern(r"looses"),
    _pattern(r"(?:to|will|not|don't|doesn't|didn't|can|may|might|would|you'll|never) loose (?:its|a|any|charge|colour|color|shape|heat|it|them|power)"),
    _pattern(r"(?:who's|whos) (?:order|parcel|name|size|address)"),
    _pattern(r"alot"),
    _pattern(r"(?:has|have|had) (?:went|came|wrote|gave|took|forgot|broke|chose|began|did|saw)"),
    _pattern(rf"(?:(?:was|were|been|be|being)|(?:{_THINGS}) (?P<slip>is|are)) (?:send|ship|deliver|pack|receive|damage|refund|replace|cancel|return)(?! of\b)"),
    _pattern(r"(?:yesterday|last (?:week|month|friday|monday|tuesday|wednesday|thursday|saturday|sunday)) (?:we|i|they|you|he|she) (?:send|ship|pack|receive|sends|ships|deliver|refund|replace|check)"),
    _pattern(r"(?:we|i|they) (?:send|ship|pack|receive|deliver|refund|replace|check) (?:\w+ ){0,3}(?:yesterday|last (?:week|month|friday|monday))"),
    _pattern(r"(?:two|three|four|five|six|seven|eight|nine|ten|several|many|few|these|those|[2-9]|\d\d) (?:day|week|month|hour|minute|item|parcel|order|product|size|colour|question|piece|photo|button)(?! ?-)(?= (?:and|or|to|in|on|after|of|ago|later|left|are|were|have|for|from)|[.,!?;]|$)"),
    _pattern(r"(?:one|each|every|another|a) (?:days|weeks|months|items|parcels|orders|products|questions|photos|pieces)"),
    _pattern(r"an? (?:information|advices|informations|equipments|luggages|furnitures)"),
    _pattern(r"(?:informations|advices|feedbacks|equipments|furnitures|stuffs)"),
    _pattern(r"effect (?:the|your|our|its) (?:delivery|refund|warranty|price|quality|work|order)"),
    _pattern(r"(?:will|can|may|does|not|don't|doesn't) (?:effect)(?= (?:the|your|our|its|how|on|it))"),
    _pattern(r"(?:has|have|no|any|an|the|good|bad|side) (?:affect|affects)(?! (?:the|your|our|its)\b)"),
    _pattern(r"(?:piece|peace) of mine"),
    _pattern(r"(?:we|i|please) (?:accept|except) (?:returns for)(?! )"),
    _pattern(r"(?:it's) (?:size|colour|color|weight|box|packaging|length|material|price|battery|lid|cable|label|own)(?= (?:is|are|was|has|and|of|can|does|in)|[.,]|$)"),
    _pattern(r"their (?:is|are|was|were|will be|isn't|aren't)"),
    _pattern(rf"(?:{_GOODS}) (?:contain|include|fit|come|arrive|weigh|support|hold|consist|belong|require|seem|become|remain|look|have not|need|cost|last)", first=True),
    _pattern(r"(?:this|that|each|every) (?!people|data|way|one|will|who|time|day|must|may|might|would|could|should|can|did|does|often|also|they|you|she|they|both|only|children|men|women|team|staff|now|just|then|not|alone|itself|really)[a-z]{3,}(?<!s) (?:come|contain|include|arrive|consist|belong|require|become|have|are|were|do not|don't|haven't|aren't)(?= )", first=True),
    _pattern(r"(?:the|your|our|these|those|all) [a-z]{3,}s(?<!ss)(?<!us)(?<!is)(?<!news)(?<!lens)(?<!series)(?<!gas)(?<!means)(?<!canvas)(?<!'s)(?<!always)(?<!perhaps)(?<!thermos)(?<!atlas)(?<!gps)(?<!sms)(?<!ios)(?<!species)(?<!chaos)(?<!cosmos)(?<!ics)(?<!quarters)(?<!christmas)(?<!maths)(?<!bias)(?<!herpes)(?<!diabetes)(?<!adidas) (?:is|was|has|doesn't|isn't|wasn't|hasn't|does not)(?= )", first=True),
    _pattern(r"(?:the|your|our|my) (?P<slip>(?!people|police|staff|team|crew|family|data|media|children|women|feet|teeth|rest|following|others?|young|elderly|majority|minority|remaining|latter|former|first|last|next|same|right|left|only|best|pair|couple|number|three|four|five|seven|eight|nine|dozen|both|whole|entire|contents|inner|outer|upper|lower|front|back)[a-z]{4,}(?<!s)(?<!men) (?:are|were|have|do not|don't|aren't|weren't|haven't))(?= (?:made|not|a|the|very|too|so|in|on|of|good|soft|been|rust|work|fit|come|need|easy|ready|broken|sent|delivered))", first=True),
    _pattern(rf"(?:a|an|one) (?:(?:{_LIKE}) )?(?:materials|qualities|colours|colors|sizes|layers|settings|batteries|cables|lids|photos|pictures|orders|buttons|pockets|speeds|buckles|handles|wheels|filters)(?= (?:in|on|for|with|of|and|is|are|that|which)|[.,!?]|$)"),
    _pattern(r"(?:i|we|they|you|he|she) (?:looking|waiting|sending|going|working|checking|trying|packing|using|asking|writing|thinking|hoping|planning|offering|preparing|shipping)(?= )", first=True),
    _pattern(r"(?:the|this|any|for) inconvenient(?= (?:caused|and|we|it)|[.,!?]|$)"),
    _pattern(r"wether"),
    _pattern(r"(?:two|three|four|five|six|seven|eight|nine|ten|several|many|few|[2-9]|\d\d) (?:meter|metre|centimetre|centimeter|litre|liter|colour|color|layer|speed|pocket|wheel|filter|battery|cable|lid|model|version|setting|hour|year|month|week|day) (?:long|wide|deep|high|thick|of|in|and|for|are|were|have)(?! ?-)"),
    _pattern(r"(?:i|we|they|you|he|she|it) (?:have|has) (?:send|write|take|give|break|choose|speak|forget|ship|pack|receive|check)(?= (?:the|it|you|your|a|them|us|an|our))"),
    _pattern(r"(?:sounds?|looks?|works?|feels?) (?:louder|better|brighter|warmer|softer|quieter|faster) then(?= )"),
    _pattern(rf"(?:will|can|must|should|could|would|might|may|cannot|can't|won't)(?: not| also| always)? (?:{_ACTS.replace('wash|', '').replace('reply|', '').replace('dry|', '').replace('look|', '')})s(?= (?:you|your|the|a|an|it|us|me|them|on|in|to|well|from|with)|[.,!?]|$)"),
    _pattern(rf"(?:does|did|doesn't|didn't|do|don't) (?:(?:it|this|that|he|she|you|we|they|i)|(?:the|it|this|that|your|our) (?:{_GOODS}|kit|set|model|case|bag|toy)) (?:{_ACTS})s(?= (?:a|an|the|two|three|with|you|your|it|in|on|to)|[?.,]|$)"),
    _pattern(rf"(?:the|your|our|this|that|my) (?:{_GOODS}|guarantee|kit|set|model|case|bag|toy|speaker|motor|frame|cover|handle|screen|filter|blanket|fabric|zip|strap|chair|table|shelf|sensor|adapter|courier|system|app|site) (?:include|contain|fit|need|hold|suit|require|allow|protect|keep|make|take|give|come|work|weigh|depend|belong)(?= (?:the|a|an|all|two|three|only|you|your|to|like|very|well|in|on|with|from|between|at|about|it|louder|better))", first=True),
    _pattern(r"(?:these|those|two|three|four|five|six|seven|eight|nine|ten|several|many|few) (?:toy|cup|plate|lamp|shoe|sock|box|bag|parcel|order|item|product|model|photo|picture|cable|lid|handle|button|pocket|chair|shelf|towel|pillow|blanket|bottle|glass|spoon|knife|pan|customer|review|question|letter|part|piece|screw|wheel|filter)(?= (?:from|is|are|was|were|has|have|in|on|with|for|came|come|arrived|and|of|by|to|that|which)|[.,!?]|$)"),
    _pattern(r"both (?:toy|cup|plate|lamp|shoe|sock|box|bag|parcel|order|item|product|model|photo|picture|cable|lid|button|pocket|chair|towel|pillow|bottle|glass|customer|part|piece|filter)(?= (?:is|are|was|were|has|have|came|come|arrived|from|of)|[.,!?]|$)"),
    _pattern(r"(?:the|your|our|this|that) (?:guarantee|warranty|insurance|price|policy|fee) (?:cover|cost|look|support)(?= (?:the|a|an|all|any|only|your|it|you|two|three))", first=True),
    _pattern(rf"(?:the|your|our|this|that|my) (?:{_GOODS}|speaker|motor|screen|fan|bag|toy) (?:sound|look|feel|run|smell)(?= (?:louder|better|like|very|well|good|bad|nice|quiet|quieter|softer|warmer))", first=True),
    _pattern(r"your welcome(?= to (?:ask|write|contact|return|come|use|order|choose|exchange)| ?[.,!?]|$)"),
    _pattern(r"your (?:right|wrong)(?= (?:about|that|to|in)\b| ?[.,!?]|$)", first=True),
    _pattern(r"(?:was|were|is|are) been"),
    _pattern(r"thank's|thankyou|thanks you"),
    _pattern(rf"(?:{_THINGS}|cover|set|one|also) (?P<slip>suits?|fits?) (?:for|to) (?:all|any|the|your|most|both)"),
    _pattern(rf"(?:(?:was|were|been|be)|(?:{_THINGS}) (?P<slip>is|are)) (?:delay|confirm|pay|charge|include|pack|wash|break|choose|write|give|take|lose|damage|test|check|make|sew|print|design|inspect|approve|reject|register)(?= (?:for|by|in|on|to|from|until|with|two|three|of|yesterday|today|already)|[.,!?]|$)"),
    _pattern(r"there was (?:many|several|two|three|four|five|few|a few|some) (?:\w+ )?[a-z]+s(?<!ss)"),
    _pattern(r"the both (?:of )?(?:the )?[a-z]+s"),
    _pattern(r"(?:will|would|can|must|should|may|might) be (?:arrive|come|go|contact|fit|work|get|have|need|try|happen|depend|take|give|let)"),
    _pattern(r"there(?: is|'s| was) (?:two|three|four|five|six|seven|eight|nine|ten|many|several|a few|few|[2-9]|\d\d) (?:\w+ )?[a-z]+s"),
    _pattern(r"there are (?:a|an|one) (?!few|lot|dozen|couple|hundred|thousand|million|number|handful|good|great|variety|range|pair|total|bunch|little)(?:\w+ )?[a-z]+(?<!s)(?= (?:in|on|at|inside|under|with|for)|[.,]|$)"),
    _pattern(r"(?:this|that) (?:is|was) (?:the )?(?:shoes|trousers|jeans|goods|glasses|scissors|headphones|gloves|boots)"),
    _pattern(r"(?:how|so|too|very|as) (?:many|few) (?:time|money|information|water|space|light|power|stuff)(?= (?:do|does|is|are|it|will|can|did|has|for|as|in)|[.,?]|$)"),
    _pattern(r"(?:how|so|too|very) much (?:days|times|hours|pieces|colours|colors|sizes|photos|items|settings|buttons|layers|pockets)"),
    _pattern(r"(?:every|each) (?:one )?(?:item|box|parcel|cable|lamp|photo|piece|size) (?:have|are|come|need|do)(?= )"),
    _pattern(r"(?:(?:it|he|she) (?:fit|support|mean|need|work|cost)|(?:it|he|she|this|that) (?:depend|contain|include|come|arrive|weigh|consist|belong|seem|take))(?! not)", first=True),
    _pattern(r"(?:this|that) (?:fit|support|mean|need|work|cost)(?= (?:a|an|the|all|any|most|your|our|only|that|well|with|two|three))", first=True),
    _pattern(r"(?:please|kindly) (?:to )?(?:checked|sent|waited|contacted|used|wrote|gave|told)"),
    _pattern(r"(?:since|for) (?:two|three|four|five|many|several|\d+) (?:days|weeks|months|years) (?:ago)(?= (?:we|i|it|the))"),
    _pattern(r"(?:i|we) (?:look|am look|are look|is looking|looks) (?:forward|for your)(?! to\b)"),
    _pattern(r"(?:have|has) (?:a|an) (?:good|nice|great|warm|high|low|long|short|soft|strong) (?:qualities|colours|colors|materials|batteries|prices)"),
    _pattern(r"there (?:order|parcel|size|money|address|parcels|refund|account|phone)(?= (?:is|are|was|has|will|and|in|on)|[.,]|$)"),
    _pattern(r"(?<!vitamin )(?<!class )(?<!grade )(?<!option )(?<!size )(?<!plan )(?<!type )(?<!series )(?<!group )(?<!point )(?<!letter )(?<!side )(?<!usb )(?<!model )(?<!version )(?<!variant )(?<!part )(?<!pin )(?<!row )(?<!entrance )a (?!eu|ewe|uni|use|usa|usb|utili|ura|uto|ubi|one|once|ouija)(?!(?:and|are|also|after|into|only|once|onto|over|under|even|each|again|about|above)\b)(?:[aei][a-z]{3,}|o[a-z]{3,})"),
    _pattern(r"an (?:[bcdgjkpqtvwz][a-z]{3,}|[flmnrs][a-z]{4,})"),
)  # fmt: skip


def _without_looks(pattern: str) -> str:
    """The pattern without what it only looks at: what it leaves is in every text that the pattern is in."""
    out, depth, at = "", 0, 0
    while at < len(pattern):
        if depth:
            depth += (pattern[at] == "(") - (pattern[at] == ")")
            at += 2 if pattern[at] == "\\" else 1
        elif pattern.startswith(("(?=", "(?!", "(?<!", "(?<="), at):
            depth, at = 1, at + 3
        else:
            out, at = out + pattern[at], at + 1
    return out


_hint = signs(*(_without_looks(pattern.wrong.pattern) for pattern in _PATTERNS))


def english_slips(text: str) -> Iterator[tuple[int, int]]:
    """Where each slip stands in a small-letter text."""
    said = 0  # where the last slip ended: two patterns may see the same one
    for start, end in sorted(_all_slips(text), key=lambda span: (span[0], -span[1])):
        if end > said:
            yield start, end
            said = end


def _all_slips(text: str) -> Iterator[tuple[int, int]]:
    for number in _hint(text.encode("utf-8", "surrogatepass")):
        pattern = _PATTERNS[number]
        for match in pattern.wrong.finditer(text):
            if not pattern.first or _BEGINS.search(text[max(0, match.start() - 40) : match.start()]):
                yield match.start("slip" if match.re.groupindex and match["slip"] else 0), match.end()
