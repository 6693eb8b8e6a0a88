"""Checks what spares the guard work against the full walk, every rule on every text: `python3 fuzz_proof.py [SEED [COUNT]]`.

Random rules over random events, encoded in random layers; and the shipped rules over their examples, cut, joined and
changed, in events. Prints every difference; the exit status is 1 when there is one.
"""

import base64
import json
import os
import random
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True

import protect_lambda as guard  # noqa: E402

WORDS = ["evil", "union select", "<script", "../", "$(id", "a+b", "{{x}}", '"a":1', "[1,2", "true", "é", "\u212a", "b\nc", "\\x",
         "k", "s", "1.5", "exec(", "x:y", "}]", "\x00", "and", "İ", "ſ", ";", "n", "a\tb", "😀", "K", "100%", "&lt;", "=", "-1", "}}", "\x85"]  # fmt: skip
PATTERNS = [
    "evil", r"(?i)union\s+select", r"(?i)<\s*script", r"(?:\.\./)+", r"\$\(\w+", r"a\+b", r"\{\{.{1,9}\}\}", r'"a":1', r"\[1,2", r"true\b", "é",
    "(?i)k", "(?i)s", r"b\nc", r"\\x", r"(?:eval|exec)\s*\(", r"x:y", r"\}\]", r"\x00", r"and\W+1", r";\s*(?:id|ls)", r"^evil$", r"evil\W+evil",
    r"1\.5", r"(?i)evil.*select", r"\w+=\w+", r"n", r"a\tb", "😀", "100%", "&lt;", r"[^a-z]{3}evil", r"\[\[", r'":"', r"\d,\d", r"\{\}", r"(?s)evil.{0,20}s",
    "İ", "(?i)İn", r"\bn\b", r"\bor\b|\band\b", r"evil\b\s*;", r"(?:^|\W)evil(?:$|\W)", r"s\Bc", r"j\s*a", r"^\s*n", r"\d{2}",
    r"-1", r"[\x80-\x{10ffff}]{2}", r"\bn", r":true", r'evil"', r"\}\}", r"[{,]\"", r"e[\s\S]k", r"\x85", r"\$\(|`", r"b\s+c", r"\\", r"\+", r"c\\n",
]  # fmt: skip


def text(rnd):
    return "".join(rnd.choice(WORDS + [" ", "a", "1", "ev", "il"]) for _ in range(rnd.randrange(0, 5)))


def encoded(rnd, value, depth=0):
    if not isinstance(value, str):
        value = json.dumps(value, ensure_ascii=rnd.random() < 0.5, indent=rnd.choice([None, None, 1, "\t"]))
    kind = rnd.randrange(9)
    if kind == 0:
        value = "".join(c if rnd.random() < 0.6 else "".join("%%%02x" % b for b in c.encode()) for c in value)
    elif kind == 1:
        value = "".join(c if rnd.random() < 0.6 else rnd.choice(["&#%d;", "&#x%x", "&#0%d;"]) % ord(c) for c in value)
    elif kind == 2:
        value = "".join(c if rnd.random() < 0.6 or c > "\xff" else rnd.choice(["\\u%04x", "\\x%02x", "\\u{%x}"]) % ord(c) for c in value)
    elif kind == 3:
        value = json.dumps(value).replace("/", rnd.choice(["/", "\\/"]))
    elif kind == 4:
        value = value.replace(" ", "+").replace("<", "&lt;").replace("(", "&lpar;")
    if depth < 3 and rnd.random() < 0.3:
        return encoded(rnd, [value] if rnd.random() < 0.5 else value, depth + 1)
    return value


def event(rnd, depth=0):
    kind = rnd.randrange(8)
    if depth > 2 or kind < 2:
        return encoded(rnd, text(rnd))
    if kind == 2:
        return rnd.choice([1, 1.5, True, None, -1, 12])
    if kind == 3:
        return [event(rnd, depth + 1) for _ in range(rnd.randrange(3))]
    if kind == 4:
        return {"isBase64Encoded": rnd.random() < 0.5, "body": base64.b64encode(encoded(rnd, text(rnd)).encode()).decode()}
    if kind == 5:
        return encoded(rnd, event(rnd, depth + 1))
    if kind == 6:
        return {"B": base64.b64encode(text(rnd).encode()).decode()}
    return {(text(rnd) if rnd.random() < 0.3 else rnd.choice("abcd")): event(rnd, depth + 1) for _ in range(rnd.randrange(4))}


def told(result):
    hits, left_out = result
    return [(hit.rule.id, hit.path, hit.is_key, hit.layers) for hit in hits], bool(left_out)


def unsparing(rules):
    """Rules of which every one is searched in every text."""
    full = guard._EventRules(rules)
    full.candidates = lambda text: rules
    full.screened = lambda candidates, pieces: candidates
    full.silent = None
    return full


def shipped(kind):
    """(rules, the texts of their examples)"""
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "rules", kind + "_protect.txt"), encoding="utf-8") as file:
        source = file.read()
    return guard._parse_rules(source, kind)[0], [line[2:].strip() for line in source.split("\n") if line[:2] in ("#+", "#-")]


def changed(rnd, examples):
    """Examples whole and in pieces, next to each other, in other cases and with other white space."""
    value = ""
    for _ in range(rnd.randrange(1, 4)):
        example = rnd.choice(examples)
        if rnd.random() < 0.5:
            start = rnd.randrange(len(example) + 1)
            example = example[start : start + rnd.randrange(2, 40)]
        if rnd.random() < 0.3:
            example = "".join(rnd.choice((c.upper(), c.lower(), c)) for c in example)
        if rnd.random() < 0.3:
            example = example.replace(" ", rnd.choice(("", "\t", "\n", "/**/", "+", "  ")))
        if rnd.random() < 0.1:
            example = example.replace("s", "\u017f").replace("K", "\u212a")
        if rnd.random() < 0.2 and example:
            at = rnd.randrange(len(example))
            example = example[:at] + rnd.choice("\"'`\\;.é_1 x\x00\x01") + example[at + rnd.randrange(2) :]
        value += rnd.choice(("", " ", ",", "a", "1", "é", '"')) + example
    return value


def check_shipped(rnd, count, kind):
    rules, examples = shipped(kind)
    quick, full = guard._EventRules(rules), unsparing(rules)
    different = 0
    for _ in range(count):
        value = {"q": changed(rnd, examples), "body": json.dumps({"a": changed(rnd, examples), "b": [changed(rnd, examples)]})}
        a, b = told(quick.inspect(value, float("inf"))), told(full.inspect(value, float("inf")))
        if a != b:
            different += 1
            print(json.dumps({"kind": kind, "event": value, "quick": a, "full": b}))
    return different


def check_folding():
    """No character outside of the blocks that the guard looks at has another case."""
    inside = {code for first, end in guard._CASED for code in range(first, end)} | set(range(128)) | set(range(0xD800, 0xE000))
    cased = [c for c in range(sys.maxunicode + 1) if c not in inside and (chr(c).lower() != chr(c) or chr(c).upper() != chr(c))]
    if cased:
        print(json.dumps({"cased": cased}))
    return len(cased)


def main(seed, count):
    rnd = random.Random(seed)
    walked = 0
    different = check_folding() + check_shipped(rnd, count // 20, "in") + check_shipped(rnd, count // 20, "out")
    everything, _ = guard._parse_rules("\n".join(PATTERNS), "in")
    for number in range(count):
        rules = [everything[rnd.randrange(len(everything))] for _ in range(rnd.randrange(1, 4))]
        rules = list(dict.fromkeys(rules))
        value = event(rnd)
        quick = guard._EventRules(rules)
        if number % 2:  # the walk and the screen alone
            quick.is_proved = quick.quick = False
        full = unsparing(rules)
        a, b = told(quick.inspect(value, float("inf"))), told(full.inspect(value, float("inf")))
        walked += bool(a[0])
        if a != b:
            different += 1
            print(json.dumps({"number": number, "rules": [r.source for r in rules], "event": value, "quick": a, "full": b}))
    print(json.dumps({"count": count, "hits": walked, "different": different}))
    return 1 if different else 0


if __name__ == "__main__":
    arguments = [int(word) for word in sys.argv[1:]]
    sys.exit(main(arguments[0] if arguments else 1, arguments[1] if len(arguments) > 1 else 2000))
