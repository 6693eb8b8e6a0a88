"""Checks the proof that an event is clean against the full walk: `python3 fuzz_proof.py [SEED [COUNT]]`.

Random rules over random events, encoded in random layers. Prints every difference; the exit status is 1 when there is one.
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
         "k", "s", "1.5", "exec(", "x:y", "}]", "\x00", "and", ";", "n", "a\tb", "😀", "K", "100%", "&lt;", "=", "-1", "}}", "\x85"]  # fmt: skip
PATTERNS = [
    "evil", r"(?i)union\s+select", r"(?i)<\s*script", r"(?:\.\./)+", r"\$\(\w+", r"a\+b", r"\{\{.{1,9}\}\}", r'"a":1', r"\[1,2", r"true\b", "é",
    "(?i)k", "(?i)s", r"b\nc", r"\\x", r"(?:eval|exec)\s*\(", r"x:y", r"\}\]", r"\x00", r"and\W+1", r";\s*(?:id|ls)", r"^evil$", r"evil\W+evil",
    r"1\.5", r"(?i)evil.*select", r"\w+=\w+", r"n", r"a\tb", "😀", "100%", "&lt;", r"[^a-z]{3}evil", r"\[\[", r'":"', r"\d,\d", r"\{\}", r"(?s)evil.{0,20}s",
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


def main(seed, count):
    rnd = random.Random(seed)
    different = walked = 0
    everything, _ = guard._parse_rules("\n".join(PATTERNS), "in")
    for number in range(count):
        rules = [everything[rnd.randrange(len(everything))] for _ in range(rnd.randrange(1, 4))]
        rules = list(dict.fromkeys(rules))
        value = event(rnd)
        quick = guard._EventRules(rules)
        full = guard._EventRules(rules)
        full.candidates = lambda text, rules=rules: rules
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
