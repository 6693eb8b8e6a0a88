"""Lambda Protect's run-time guard for Python functions (3.9 to 3.14), one module without dependencies.

It wraps a Lambda handler, checks the function's own code, each event and each response against the rule files
code_protect.txt, in_protect.txt and out_protect.txt, refuses what violates them and logs one line per violation.
It never changes a clean response, never swallows an exception of the handler, and never logs content of an event.

    from protect_lambda import protect_lambda

    @protect_lambda
    def handler(event, context): ...

Read it from the bottom: `protect_lambda` makes a `_Guard`, which loads rules, inspects, answers and records.
Above that stand events, source code, rule files, and first of all RE2's regular expressions on top of `re`.
"""

import os
import re
import sys
import time

from json import JSONDecodeError, JSONEncoder, loads as _load_json

__all__ = ["protect_lambda", "SecurityViolation"]
__version__ = "0.1.0"

BLOCKED_TEXT = "Security Violation..."


class SecurityViolation(Exception):
    """Raised where an answer cannot tell the caller that the invocation was refused."""

    def __init__(self):
        super().__init__(BLOCKED_TEXT)


# ---------------------------------------------------------------------------------------------------------------
# RE2's syntax (https://github.com/google/re2/wiki/Syntax) to a tree.
#
# A node is a tuple: ("set", ranges) one character of sorted, disjoint (low, high) ranges; ("cat", nodes);
# ("alt", nodes); ("rep", node, low, high or None, greedy); ("cap", number, node); ("at", assertion).
# Flags are resolved while reading, so that nothing behind the parser knows of them.

_LAST = 0x10FFFF
_ANY = ((0, _LAST),)
_ANY_BUT_LF = ((0, 9), (11, _LAST))
_DIGIT = ((48, 57),)
_SPACE = ((9, 10), (12, 13), (32, 32))
_WORD = ((48, 57), (65, 90), (95, 95), (97, 122))
_EMPTY = ("cat", ())
_MAX_REPEAT = 1000
_MAX_DEPTH = 200

_POSIX = {
    "alnum": ((48, 57), (65, 90), (97, 122)),
    "alpha": ((65, 90), (97, 122)),
    "ascii": ((0, 127),),
    "blank": ((9, 9), (32, 32)),
    "cntrl": ((0, 31), (127, 127)),
    "digit": _DIGIT,
    "graph": ((33, 126),),
    "lower": ((97, 122),),
    "print": ((32, 126),),
    "punct": ((33, 47), (58, 64), (91, 96), (123, 126)),
    "space": ((9, 13), (32, 32)),
    "upper": ((65, 90),),
    "word": _WORD,
    "xdigit": ((48, 57), (65, 70), (97, 102)),
}
_SIMPLE_ESCAPES = {"a": 7, "f": 12, "n": 10, "r": 13, "t": 9, "v": 11}
_ASSERTIONS = {"A": "begin", "z": "end", "b": "word", "B": "not-word"}
_BRACES = re.compile(r"\{([0-9]+)(,([0-9]*))?\}")


class _BadPattern(ValueError):
    """RE2 refuses the pattern."""


def _union(ranges):
    """Sorted and merged."""
    merged = []
    for low, high in sorted(ranges):
        if merged and low <= merged[-1][1] + 1:
            if high > merged[-1][1]:
                merged[-1] = (merged[-1][0], high)
        else:
            merged.append((low, high))
    return tuple(merged)


def _complement(ranges):
    result = []
    start = 0
    for low, high in ranges:
        if low > start:
            result.append((start, low - 1))
        start = high + 1
    if start <= _LAST:
        result.append((start, _LAST))
    return tuple(result)


def _disjoint(a, b):
    i = j = 0
    while i < len(a) and j < len(b):
        if a[i][1] < b[j][0]:
            i += 1
        elif b[j][1] < a[i][0]:
            j += 1
        else:
            return False
    return True


_fold_table = {}
# Blocks outside of which no character has cases: to look at every character would take 35 ms of a cold start.
_CASED = (
    (0x80, 0x590), (0x10A0, 0x1100), (0x13A0, 0x1400), (0x1C80, 0x1CC0), (0x1D00, 0x2000), (0x2100, 0x2190), (0x2460, 0x2500), (0x2C00, 0x2E00),
    (0xA640, 0xA800), (0xAB30, 0xABC0), (0xFB00, 0xFB50), (0xFF00, 0xFF60), (0x10400, 0x10600), (0x10C80, 0x10E00), (0x11880, 0x11900),
    (0x16E40, 0x16E80), (0x1E900, 0x1E944),
)  # fmt: skip


def _other_cases():
    """Every character outside ASCII that has other cases -> all of them (simple folding, as RE2 does)."""
    if not _fold_table:
        orbits = {}
        for code in [code for first, end in _CASED for code in range(first, end)]:
            if code in (0x130, 0x131):
                continue
            char = chr(code)
            for other in (char.lower(), char.upper()):
                if len(other) == 1 and other != char:
                    first = orbits.setdefault(char, {char})
                    second = orbits.setdefault(other, {other})
                    if first is not second:
                        first |= second
                        for member in first:
                            orbits[member] = first
        for char, orbit in orbits.items():
            _fold_table[ord(char)] = tuple(sorted(ord(c) for c in orbit))
    return _fold_table


def _folded(ranges):
    """The ranges and all other cases of their characters."""
    extra = []
    for low, high in ranges:
        if high < 128:
            for shift, first, last in ((32, 65, 90), (-32, 97, 122)):
                if low <= last and high >= first:
                    extra.append((max(low, first) + shift, min(high, last) + shift))
            if low <= 107 <= high or low <= 75 <= high:
                extra.append((0x212A, 0x212A))
            if low <= 115 <= high or low <= 83 <= high:
                extra.append((0x17F, 0x17F))
        elif (low, high) != (0, _LAST):
            table = _other_cases()
            if high - low < len(table):
                extra.extend((c, c) for code in range(low, high + 1) for c in table.get(code, ()))
            else:
                extra.extend((c, c) for code, orbit in table.items() if low <= code <= high for c in orbit)
            if low < 128:
                extra.extend(_folded(((low, 127),)))
    return _union(tuple(ranges) + tuple(extra)) if extra else tuple(ranges)


_categories = {}


def _property(name):
    """Ranges of a general category such as L or Lu, of `Any`, or of a script."""
    if name == "Any":
        return _ANY
    if re.fullmatch(r"[CLMNPSZ][a-z&]?", name):
        if not _categories:
            from unicodedata import category

            start, current = 0, category("\0")
            for code in range(1, _LAST + 2):
                found = category(chr(code)) if code <= _LAST else ""
                if found != current:
                    _categories.setdefault(current, []).append((start, code - 1))
                    start, current = code, found
        ranges = [r for key, group in _categories.items() if key.startswith(name) and key != "Cn" for r in group]
        if ranges:
            return _union(ranges)
    packed = _SCRIPTS.get(name)
    if packed is None:
        raise _BadPattern("unknown character property: " + name)
    ranges = []
    at = 0
    numbers = [int(word, 36) for word in packed.split()]
    for gap, length in zip(numbers[::2], numbers[1::2]):
        ranges.append((at + gap, at + gap + length))
        at += gap + length
    return _union(ranges)


class _Literals(dict):
    """Character -> its node: one for each, since patterns consist of little else."""

    def __init__(self, fold):
        self.fold = fold

    def __missing__(self, char):
        ranges = ((ord(char), ord(char)),)
        node = self[char] = ("set", _folded(ranges) if self.fold else ranges)
        return node


_literals = (_Literals(False), _Literals(True))
_PLAIN = re.compile(r"[A-Za-z0-9 _/<>=:;,@!\"'#%&~`-]{2,}")


class _Parser:
    def __init__(self, pattern):
        self.pattern = pattern
        self.at = 0
        self.captures = 0
        self.names = set()
        self.fold = self.multiline = self.dotall = self.ungreedy = False

    def parse(self):
        """The tree. Raises _BadPattern."""
        node = self.alternation(0)
        if self.at < len(self.pattern):
            raise _BadPattern("unexpected )")
        if "{" in self.pattern:
            _check_repeats(node, _MAX_REPEAT)
        return node

    def flags(self):
        return self.fold, self.multiline, self.dotall, self.ungreedy

    def set_flags(self, flags):
        self.fold, self.multiline, self.dotall, self.ungreedy = flags

    def alternation(self, depth):
        if depth > _MAX_DEPTH:
            raise _BadPattern("nested too deep")
        branches = [self.sequence(depth)]
        while self.pattern.startswith("|", self.at):
            self.at += 1
            branches.append(self.sequence(depth))
        return branches[0] if len(branches) == 1 else ("alt", tuple(branches))

    def sequence(self, depth):
        pattern = self.pattern
        size = len(pattern)
        items = []
        repeatable = False  # whether the last item may take a repetition operator
        literals = _literals[self.fold]
        while self.at < size:
            char = pattern[self.at]
            if char == "|" or char == ")":
                break
            if char in "*+?" or (char == "{" and _BRACES.match(pattern, self.at)):
                if not items or not repeatable:
                    raise _BadPattern("nothing to repeat or bad repetition operator: " + char)
                items[-1] = self.repetition(items[-1])
                repeatable = False
                continue
            was_repeatable, repeatable = repeatable, True
            plain = _PLAIN.match(pattern, self.at)
            if plain:
                end = plain.end()
                if pattern[end : end + 1] in ("*", "+", "?", "{"):
                    end -= 1
                items.extend([literals[char] for char in pattern[self.at : end]])
                self.at = end
            elif char == "(":
                node = self.group(depth)
                literals = _literals[self.fold]
                if node is None:
                    repeatable = False
                    if not items:
                        items.append(_EMPTY)  # marks the flags in front of a pattern
                    continue
                items.append(node)
            elif char == "[":
                items.append(("set", self.char_class()))
            elif char == "\\":
                if pattern.startswith("\\Q", self.at):
                    self.at += 2
                    end = pattern.find("\\E", self.at)
                    text = pattern[self.at : end if end != -1 else size]
                    self.at = size if end == -1 else end + 2
                    items.extend(self.literal(ord(c)) for c in text)
                    repeatable = bool(text) or was_repeatable
                else:
                    items.append(self.escape())
            elif char == ".":
                self.at += 1
                items.append(("set", _ANY if self.dotall else _ANY_BUT_LF))
            elif char == "^":
                self.at += 1
                items.append(("at", "line-begin" if self.multiline else "begin"))
            elif char == "$":
                self.at += 1
                items.append(("at", "line-end" if self.multiline else "end"))
            else:
                self.at += 1
                items.append(self.literal(ord(char)))
        return items[0] if len(items) == 1 else ("cat", tuple(items))

    def literal(self, code):
        return _literals[self.fold][chr(code)]

    def repetition(self, node):
        char = self.pattern[self.at]
        if char == "{":
            found = _BRACES.match(self.pattern, self.at)
            self.at = found.end()
            low = int(found.group(1))
            high = low if found.group(2) is None else int(found.group(3)) if found.group(3) else None
            if low > _MAX_REPEAT or (high is not None and (high > _MAX_REPEAT or high < low)):
                raise _BadPattern("bad repetition: " + found.group())
        else:
            self.at += 1
            low, high = {"*": (0, None), "+": (1, None), "?": (0, 1)}[char]
        greedy = True
        if self.pattern.startswith("?", self.at):
            self.at += 1
            greedy = False
        following = self.pattern[self.at : self.at + 1]
        if following and following in "*+?" or _BRACES.match(self.pattern, self.at):
            raise _BadPattern("bad repetition operator")
        return ("rep", node, low, high, greedy != self.ungreedy)

    def group(self, depth):
        """A group, or None for flags that hold for the rest of the enclosing group."""
        pattern = self.pattern
        before = self.flags()
        self.at += 1
        number = None
        if pattern.startswith("?:", self.at):
            self.at += 2
        elif pattern.startswith("?", self.at):
            named = re.compile(r"\?P?<(\w+)>").match(pattern, self.at)
            if named:
                if named.group(1) in self.names:
                    raise _BadPattern("a second group named " + named.group(1))
                self.names.add(named.group(1))
                self.at = named.end()
                self.captures += 1
                number = self.captures
            else:
                letters = re.compile(r"\?([imsU]*)(-([imsU]+))?([:)])").match(pattern, self.at)
                if not letters:
                    raise _BadPattern("unknown kind of group")
                self.at = letters.end()
                for word, value in ((letters.group(1), True), (letters.group(3) or "", False)):
                    for letter in word:
                        name = {"i": "fold", "m": "multiline", "s": "dotall", "U": "ungreedy"}[letter]
                        setattr(self, name, value)
                if letters.group(4) == ")":
                    return None
        else:
            self.captures += 1
            number = self.captures
        node = self.alternation(depth + 1)
        if not pattern.startswith(")", self.at):
            raise _BadPattern("missing )")
        self.at += 1
        self.set_flags(before)
        return ("cat", (node,)) if number is None else ("cap", number, node)

    def escape(self):
        letter = self.pattern[self.at + 1 : self.at + 2]
        if letter in _ASSERTIONS:
            self.at += 2
            return ("at", _ASSERTIONS[letter])
        ranges = self.class_escape()
        return ("set", ranges) if ranges is not None else self.literal(self.code_escape())

    def class_escape(self):
        """The ranges of \\d, \\pL and their like, or None."""
        letter = self.pattern[self.at + 1 : self.at + 2]
        if letter and letter in "dDsSwW":
            self.at += 2
            ranges = {"d": _DIGIT, "s": _SPACE, "w": _WORD}[letter.lower()]
            negated = letter.isupper()
        elif letter and letter in "pP":
            found = re.compile(r"\\[pP](?:\{(\^?)([A-Za-z_&]+)\}|([A-Za-z]))").match(self.pattern, self.at)
            if not found:
                raise _BadPattern("bad character property")
            self.at = found.end()
            ranges = _property(found.group(2) or found.group(3))
            negated = (letter == "P") != bool(found.group(1))
        else:
            return None
        if self.fold:
            ranges = _folded(ranges)
        return _complement(ranges) if negated else ranges

    def code_escape(self):
        pattern = self.pattern
        letter = pattern[self.at + 1 : self.at + 2]
        if letter in _SIMPLE_ESCAPES:
            self.at += 2
            return _SIMPLE_ESCAPES[letter]
        if letter and letter < "\x80" and not letter.isalnum():
            self.at += 2
            return ord(letter)
        found = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|x\{([0-9A-Fa-f]+)\}|([1-7][0-7]{1,2}|0[0-7]{0,2}))").match(
            pattern, self.at
        )
        if found:
            self.at = found.end()
            code = int(found.group(1) or found.group(2) or "0", 16) if not found.group(3) else int(found.group(3), 8)
            if code > _LAST:
                raise _BadPattern("no such character: " + found.group())
            return code
        raise _BadPattern("bad escape: \\" + letter)

    def char_class(self):
        pattern = self.pattern
        self.at += 1
        negated = pattern.startswith("^", self.at)
        if negated:
            self.at += 1
        ranges = []
        first = True
        while True:
            if self.at >= len(pattern):
                raise _BadPattern("missing ]")
            if pattern[self.at] == "]" and not first:
                self.at += 1
                break
            first = False
            if pattern.startswith("[:", self.at):
                end = pattern.find(":]", self.at + 2)
                if end != -1:
                    name = pattern[self.at + 2 : end]
                    inner = _POSIX.get(name.lstrip("^") if name.count("^") < 2 else "")
                    if inner is None:
                        raise _BadPattern("unknown character class: [:" + name + ":]")
                    self.at = end + 2
                    if self.fold:
                        inner = _folded(inner)
                    ranges.extend(_complement(inner) if name.startswith("^") else inner)
                    continue
            if pattern[self.at] == "\\":
                inner = self.class_escape()
                if inner is not None:
                    ranges.extend(inner)
                    continue
            low = self.class_char()
            high = low
            if pattern.startswith("-", self.at) and pattern[self.at + 1 : self.at + 2] not in ("]", ""):
                self.at += 1
                high = self.class_char()
                if high < low:
                    raise _BadPattern("bad character range")
            ranges.extend(_folded(((low, high),)) if self.fold else ((low, high),))
        result = _union(ranges)
        return _complement(result) if negated else result

    def class_char(self):
        if self.pattern[self.at] == "\\":
            return self.code_escape()
        self.at += 1
        return ord(self.pattern[self.at - 1])


def _check_repeats(node, allowed):
    """RE2 refuses counted repetitions whose product is above 1000."""
    kind = node[0]
    if kind == "rep":
        low, high = node[2], node[3]
        counted = not (high is None and low < 2 or (low, high) == (0, 1))
        if counted:
            times = low if high is None else high
            if times > allowed:
                raise _BadPattern("bad repetition: more than 1000 in all")
            if times:
                allowed //= times
        _check_repeats(node[1], allowed)
    elif kind == "cap":
        _check_repeats(node[2], allowed)
    elif kind in ("cat", "alt"):
        for child in node[1]:
            if child[0] != "set":
                _check_repeats(child, allowed)


def _strip_outer(pattern, node, by_line):
    """Without outer `.*` (and `^.*`, `.*$` where a text is one line): found in the same texts, at a tighter place."""
    if node[0] == "alt" or "\\Q" in pattern:
        return node
    items = list(node[1]) if node[0] == "cat" else [node]

    def anything(item):
        return item[0] == "rep" and item[2] == 0 and item[3] is None and item[1] in (("set", _ANY), ("set", _ANY_BUT_LF))

    if items and items[0] is _EMPTY:
        items.pop(0)
    while items:
        if anything(items[0]):
            items.pop(0)
        elif by_line and items[0] == ("at", "begin") and len(items) > 1 and anything(items[1]):
            del items[:2]
        else:
            break
    while items:
        if anything(items[-1]):
            items.pop()
        elif by_line and items[-1] == ("at", "end") and len(items) > 1 and anything(items[-2]):
            del items[-2:]
        else:
            break
    return items[0] if len(items) == 1 else ("cat", tuple(items))


# ---------------------------------------------------------------------------------------------------------------
# The tree to a pattern of `re` with the same meaning: no flags, every class written out.

_RE_ASSERTIONS = {
    "begin": r"\A",
    "end": r"\Z",
    "line-begin": "(?m:^)",
    "line-end": "(?m:$)",
    "word": r"(?a:\b)",
    "not-word": r"(?!(?a:\b))",  # \B itself refuses the empty text before Python 3.14
}


_RE2_ASSERTIONS = dict(_RE_ASSERTIONS, end=r"\z", word=r"\b", **{"not-word": r"\B"})


def _write_char(code):
    if code < 32 or 127 <= code < 160 or 0xD800 <= code < 0xE000:
        return "\\x%02x" % code if code < 256 else "\\u%04x" % code
    char = chr(code)
    return "\\" + char if code < 128 and not char.isalnum() and char != "_" and char != " " else char


def _write_set(ranges):
    if ranges == _ANY_BUT_LF:
        return "."
    if len(ranges) == 1 and ranges[0][0] == ranges[0][1]:
        return _write_char(ranges[0][0])
    if ranges == _ANY:
        return "(?s:.)"
    if not ranges:
        return "(?!)"
    negated = ranges[-1][1] == _LAST
    parts = []
    for low, high in _complement(ranges) if negated else ranges:
        parts.append(_write_char(low))
        if high > low:
            if high > low + 1:
                parts.append("-")
            parts.append(_write_char(high))
    return ("[^" if negated else "[") + "".join(parts) + "]"


def _write(node, assertions=_RE_ASSERTIONS):
    kind = node[0]
    if kind == "set":
        return _write_set(node[1])
    if kind == "cat":
        return "".join(["(?:" + _write(n, assertions) + ")" if n[0] == "alt" else _write(n, assertions) for n in node[1]])
    if kind == "alt":
        return "|".join([_write(n, assertions) for n in node[1]])
    if kind == "cap":
        return "(" + _write(node[2], assertions) + ")"
    if kind == "at":
        return assertions[node[1]]
    _, inner, low, high, greedy = node
    text = _write(inner, assertions)
    if inner[0] != "set" or text.startswith("(?"):
        text = "(?:" + text + ")"
    times = {(0, None): "*", (1, None): "+", (0, 1): "?"}.get((low, high))
    if times is None:
        times = "{%d}" % low if low == high else "{%d,%s}" % (low, "" if high is None else high)
    return text + times + ("" if greedy else "?")


# ---------------------------------------------------------------------------------------------------------------
# What a text must hold to match at all. A clause is a set of lower-cased literals of which one must be there.

_MOST_LITERALS = 16


_set_clauses = {}


def _clauses_of_set(ranges):
    if len(ranges) > 8 or sum(high - low + 1 for low, high in ranges) > 8:
        return None, ()
    chars = {_lower(chr(code)) for low, high in ranges for code in range(low, high + 1)}
    return (chars, ()) if len(chars) <= 4 and all(len(c) == 1 for c in chars) else (None, ())


def _clauses(node):
    """(exact, clauses): exact is the set of all texts that the node can match, lower-cased, or None when they are many."""
    kind = node[0]
    if kind == "set":
        found = _set_clauses.get(node[1])
        if found is None:
            found = _set_clauses[node[1]] = _clauses_of_set(node[1])
        return found
    if kind == "at":
        return {""}, ()
    if kind == "cap":
        return _clauses(node[2])
    if kind == "alt":
        exact = set()
        clause = set()
        for branch in node[1]:
            found, inner = _clauses(branch)
            best = _best(found, inner)
            if best is None:
                return None, ()
            clause |= best
            exact = None if exact is None or found is None else exact | found
            if exact is not None and len(exact) > _MOST_LITERALS:
                exact = None
        return exact, (() if exact is not None or len(clause) > 64 else (frozenset(clause),))
    if kind == "rep":
        inner, low, high = node[1], node[2], node[3]
        if low == 0:
            if high == 1:
                found, _ = _clauses(inner)
                if found is not None and len(found) < 4:
                    return found | {""}, ()
            return None, ()
        found, clauses = _clauses(inner)
        if low == high == 1:
            return found, clauses
        best = _best(found, clauses)
        return None, (() if best is None else (frozenset(best),))
    exact = {""}
    clauses = []
    run = {""}
    for child in node[1]:
        found, inner = _clauses(child)
        if found is not None and len(run) * len(found) <= _MOST_LITERALS:
            run = {a + b for a in run for b in found} if found != {""} else run
            continue
        exact = None
        if "" not in run:
            clauses.append(frozenset(run))
        clauses.extend(inner)
        run = {""} if found is None else found
    if exact is None:
        if "" not in run:
            clauses.append(frozenset(run))
        return None, tuple(clauses)
    return run, ()


def _best(exact, clauses):
    """The clause that says most, or None when nothing is required."""
    options = list(clauses)
    if exact and "" not in exact:
        options.append(exact)
    return max(options, key=_worth) if options else None


def _worth(clause):
    shortest = min(len(literal) for literal in clause)
    return min(shortest, 8) * 4 - 3 * len(clause)


def _lower(text):
    """The one form in which texts and literals are compared: the long s and the final sigma need help to be folded."""
    lowered = text.lower()
    return lowered if lowered.isascii() else lowered.replace("\u017f", "s").replace("\u03c2", "\u03c3")


# ---------------------------------------------------------------------------------------------------------------
# Which patterns `re` may run. It backtracks: nested or overlapping repetitions cost more than linear time in a
# text that somebody made for it, so those go to the automaton below, and so does every unbounded one on long texts.

_LONG = 2048


def _width(node):
    """The number of characters that the node always has, or None; and whether something in it is unbounded."""
    kind = node[0]
    if kind == "set":
        return 1, False
    if kind == "at":
        return 0, False
    if kind == "cap":
        return _width(node[2])
    if kind == "rep":
        width, unbounded = _width(node[1])
        low, high = node[2], node[3]
        fixed = width * low if width is not None and low == high else None
        return fixed, unbounded or high is None or (high > 16 and high != low)
    widths = [_width(child) for child in node[1]]
    unbounded = any(u for _, u in widths)
    if kind == "alt":
        same = {w for w, _ in widths}
        return (same.pop() if len(same) == 1 else None), unbounded
    return (None if any(w is None for w, _ in widths) else sum(w for w, _ in widths)), unbounded


def _nullable(node):
    kind = node[0]
    if kind == "set":
        return False
    if kind == "cap":
        return _nullable(node[2])
    if kind == "rep":
        return node[2] == 0 or _nullable(node[1])
    return kind == "at" or (any if kind == "alt" else all)(_nullable(child) for child in node[1])


def _all_chars(node):
    kind = node[0]
    if kind == "set":
        return node[1]
    if kind == "at":
        return ()
    if kind == "cap":
        return _all_chars(node[2])
    if kind == "rep":
        return _all_chars(node[1])
    return _union([r for child in node[1] for r in _all_chars(child)])


def _risky(node):
    """Whether backtracking can cost more than the text's length for one starting place."""
    try:
        _overlaps(node, [])
        return False
    except _Overlap:
        return True


class _Overlap(Exception):
    pass


def _overlaps(node, still):
    """`still`: the characters of unbounded repetitions before, which may still give some back. Returns those after."""
    kind = node[0]
    if kind == "set":
        return [chars for chars in still if not _disjoint(chars, node[1])]
    if kind == "at":
        return still
    if kind == "cap":
        return _overlaps(node[2], still)
    if kind == "cat":
        for child in node[1]:
            still = _overlaps(child, still)
        return still
    if kind == "alt":
        result = []
        for child in node[1]:
            result.extend(chars for chars in _overlaps(child, still) if chars not in result)
        return result
    _, inner, low, high, _ = node
    if high is not None and high <= 16:
        if high > 4 and _has_choice(inner):
            raise _Overlap
        after = _overlaps(inner, still)
        for _ in range(1, min(high, 3)):
            after = _overlaps(inner, after)
        return after if low else after + [chars for chars in still if chars not in after]
    width, unbounded = _width(inner)
    plain = inner
    while plain[0] == "cap" or plain[0] == "cat" and len(plain[1]) == 1:
        plain = plain[2] if plain[0] == "cap" else plain[1][0]
    if plain[0] != "set" and (unbounded or not width or _has_choice(plain)):
        raise _Overlap
    chars = _all_chars(inner)
    if any(not _disjoint(chars, other) for other in still):
        raise _Overlap
    return [other for other in still if low == 0] + [chars]


def _has_choice(node):
    if node[0] in ("alt", "rep"):
        return True
    if node[0] == "cap":
        return _has_choice(node[2])
    return node[0] == "cat" and any(_has_choice(child) for child in node[1])


# ---------------------------------------------------------------------------------------------------------------
# An automaton that is linear in the text whatever the pattern: a program of instructions, a DFA over sets of them
# built while it runs (is there a match?), and a simulation with threads in order of preference (where exactly?).

_BEFORE_TEXT, _AFTER_LF, _AFTER_WORD, _AFTER_OTHER = range(4)
_MOST_STATES = 1000
_MOST_INSTRUCTIONS = 20000


class _OutOfTime(Exception):
    """The budget of the invocation is spent."""


def _is_word(char):
    return char is not None and char < "\x80" and (char.isalnum() or char == "_")


def _kind_of(char):
    return _AFTER_WORD if _is_word(char) else _AFTER_LF if char == "\n" else _AFTER_OTHER


def _holds(assertion, before, char):
    """`before` is one of the four kinds above; `char` the next character or None at the end."""
    if assertion == "begin":
        return before == _BEFORE_TEXT
    if assertion == "end":
        return char is None
    if assertion == "line-begin":
        return before <= _AFTER_LF
    if assertion == "line-end":
        return char is None or char == "\n"
    return ((before == _AFTER_WORD) != _is_word(char)) == (assertion == "word")


class _State(dict):
    """Next character (None at the end) -> next state, or None for a match."""

    __slots__ = ("automaton", "kernel", "before")

    def __missing__(self, char):
        return self.automaton.step(self, char)


class _Automaton:
    def __init__(self, node):
        # An instruction: ("set", ranges, next), ("split", first, second), ("at", assertion, next),
        # ("save", slot, next) or ("match",).
        self.program = [("match",)]
        self.start = self.compile(("cap", 0, node), 0)
        self.states = {}
        self.initial = self.state(frozenset((self.start,)), _BEFORE_TEXT)

    def emit(self, *instruction):
        if len(self.program) > _MOST_INSTRUCTIONS:
            raise _BadPattern("pattern too large")
        self.program.append(instruction)
        return len(self.program) - 1

    def compile(self, node, follow):
        """Emits the node so that it goes on at `follow`; returns its entry."""
        kind = node[0]
        if kind == "set":
            return self.emit("set", node[1], follow)
        if kind == "at":
            return self.emit("at", node[1], follow)
        if kind == "cap":
            end = self.emit("save", 2 * node[1] + 1, follow)
            return self.emit("save", 2 * node[1], self.compile(node[2], end))
        if kind == "cat":
            for child in reversed(node[1]):
                follow = self.compile(child, follow)
            return follow
        if kind == "alt":
            entries = [self.compile(child, follow) for child in node[1]]
            entry = entries.pop()
            while entries:
                entry = self.emit("split", entries.pop(), entry)
            return entry
        _, inner, low, high, greedy = node
        if high is None:
            loop = self.emit("split", 0, 0)
            body = self.compile(inner, loop)
            self.program[loop] = ("split", body, follow) if greedy else ("split", follow, body)
            entry = loop
            if low > 0:
                entry, low = body, low - 1
            elif _nullable(inner):  # as RE2: a star over what may be empty is an optional plus
                entry = self.emit("split", body, follow) if greedy else self.emit("split", follow, body)
        else:
            entry = follow
            for _ in range(high - low):
                body = self.compile(inner, entry)
                entry = self.emit("split", body, follow) if greedy else self.emit("split", follow, body)
        for _ in range(low):
            entry = self.compile(inner, entry)
        return entry

    def state(self, kernel, before):
        key = (kernel, before)
        found = self.states.get(key)
        if found is None:
            if len(self.states) >= _MOST_STATES:
                self.states.clear()
                self.initial.clear()
            found = _State()
            found.automaton, found.kernel, found.before = self, kernel, before
            self.states[key] = found
        return found

    def step(self, state, char):
        program = self.program
        stack = list(state.kernel)
        seen = set(stack)
        targets = {self.start}
        code = -1 if char is None else ord(char)
        result = False
        while stack:
            instruction = program[stack.pop()]
            kind = instruction[0]
            if kind == "match":
                result = None
                break
            if kind == "set":
                if _within(code, instruction[1]):
                    targets.add(instruction[2])
                continue
            if kind == "at" and not _holds(instruction[1], state.before, char):
                continue
            for follow in instruction[1:3] if kind == "split" else instruction[2:]:
                if follow not in seen:
                    seen.add(follow)
                    stack.append(follow)
        if result is False and char is not None:
            result = self.state(frozenset(targets), _kind_of(char))
        if len(state) < 256:
            state[char] = result
        return result

    def search(self, text, at, deadline):
        """The spans of all groups of the leftmost-first match at or behind `at`, as a flat tuple, or None."""
        state = self.initial if at == 0 else self.state(frozenset((self.start,)), _kind_of(text[at - 1]))
        fresh = at  # no match can begin before this place
        position = at
        while True:
            if time.monotonic() > deadline:
                raise _OutOfTime
            chunk = text[position : position + 16384]
            if len(state.kernel) == 1:
                fresh = position
            for char in chunk:
                state = state[char]
                if state is None:
                    return self.locate(text, fresh, deadline)
            position += len(chunk)
            if position >= len(text):
                break
        return self.locate(text, fresh, deadline) if state[None] is None else None

    def locate(self, text, at, deadline):
        # Behind the last place where the search stood as at its beginning, the leftmost match begins.
        state = self.initial if at == 0 else self.state(frozenset((self.start,)), _kind_of(text[at - 1]))
        for position in range(at, len(text)):
            if len(state.kernel) == 1:
                at = position
            state = state[text[position]]
            if state is None:
                break
        return self.simulate(text, at, deadline)

    def simulate(self, text, at, deadline):
        program = self.program
        threads = []
        best = None
        before = _BEFORE_TEXT if at == 0 else _kind_of(text[at - 1])
        for position in range(at, len(text) + 1):
            if not position & 1023 and time.monotonic() > deadline:
                raise _OutOfTime
            char = text[position] if position < len(text) else None
            code = -1 if char is None else ord(char)
            if best is None:
                threads.append((self.start, ()))
            elif not threads:
                break
            following = []
            seen = set()
            entered = set()
            for thread in threads:
                stack = [thread]
                cut = False
                while stack:
                    counter, saved = stack.pop()
                    if counter in seen:
                        continue
                    seen.add(counter)
                    instruction = program[counter]
                    kind = instruction[0]
                    if kind == "match":
                        best = saved
                        cut = True
                        break
                    if kind == "set":
                        if _within(code, instruction[1]) and instruction[2] not in entered:
                            entered.add(instruction[2])
                            following.append((instruction[2], saved))
                    elif kind == "split":
                        stack.append((instruction[2], saved))
                        stack.append((instruction[1], saved))
                    elif kind == "save":
                        others = tuple([pair for pair in saved if pair[0] != instruction[1]])
                        stack.append((instruction[2], others + ((instruction[1], position),)))
                    elif _holds(instruction[1], before, char):
                        stack.append((instruction[2], saved))
                if cut:
                    break
            threads = following
            if char is not None:
                before = _kind_of(char)
        return None if best is None else dict(best)


def _within(code, ranges):
    if len(ranges) < 8:
        for low, high in ranges:
            if low <= code <= high:
                return True
        return False
    first, last = 0, len(ranges)
    while first < last:
        middle = (first + last) >> 1
        if ranges[middle][1] < code:
            first = middle + 1
        else:
            last = middle
    return first < len(ranges) and ranges[first][0] <= code


# ---------------------------------------------------------------------------------------------------------------
# One pattern, ready to be searched. Compiled when a text first holds what it requires.

_re2_module = False


def _re2():
    """Google's `re2` module where the function has it, else None."""
    global _re2_module
    if _re2_module is False:
        try:
            import re2

            _re2_module = re2 if hasattr(re2, "Options") else None
        except Exception:
            _re2_module = None
    return _re2_module


class _Pattern:
    __slots__ = ("source", "node", "captures", "_gate", "_others", "unbounded", "_risky", "_re", "_automaton")

    def __init__(self, source, strip=None):
        """`strip`: None, "line" or "file", what one search sees. Raises _BadPattern."""
        parser = _Parser(source)
        node = parser.parse()
        if strip is not None:
            node = _strip_outer(source, node, strip == "line")
        self.source = source
        self.node = node
        self.captures = parser.captures
        self._others = None
        self.unbounded = self._risky = self._re = self._automaton = None

    @property
    def gate(self):
        """Literals of which one is in every match, None where nothing is required; found out when it is first asked for."""
        if self._others is None:
            exact, clauses = _clauses(self.node)
            best = _best(exact, clauses)
            self._gate = None if best is None else tuple(best)
            self._others = tuple(tuple(c) for c in clauses if c is not best and c != best)
        return self._gate

    def may_match(self, lowered):
        """False only where the pattern certainly does not match."""
        gate = self._gate if self._others is not None else self.gate
        if gate is not None:
            for literal in gate:
                if literal in lowered:
                    break
            else:
                return False
        for clause in self._others:
            for literal in clause:
                if literal in lowered:
                    break
            else:
                return False
        return True

    def search(self, text, at, deadline):
        """(start, end, place start, place end) of the first match at or behind `at`, or None. Linear in the text."""
        if self._re is None:
            self._risky = _risky(self.node)
            self.unbounded = _width(self.node)[1]
            linear = _re2()
            if linear is not None:
                options = linear.Options()
                options.log_errors = False
                try:
                    self._re = linear.compile(_write(self.node, _RE2_ASSERTIONS), options)
                    self._risky = self.unbounded = False
                except Exception:
                    self._re = None
            if self._re is None:
                self._re = re.compile(_write(self.node))
        if self._risky or self.unbounded and len(text) - at > _LONG:
            if self._automaton is None:
                self._automaton = _Automaton(self.node)
            spans = self._automaton.search(text, at, deadline)
            if spans is None:
                return None
            start, end = spans[0], spans[1]
            for group in range(1, self.captures + 1):
                if 2 * group + 1 in spans and 2 * group in spans:
                    return start, end, spans[2 * group], spans[2 * group + 1]
            return start, end, start, end
        found = self._re.search(text, at)
        if found is None:
            return None
        start, end = found.span()
        for group in range(1, self.captures + 1):
            if found.start(group) != -1:
                return (start, end) + found.span(group)
        return start, end, start, end


# ---------------------------------------------------------------------------------------------------------------
# Rule files. A line that cannot be read costs that line only; a pattern that RE2 refuses is a failure of the guard.

_LINE_END = re.compile("\r\n|\n|\r")
_BLANK = " \t\v\f"
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LANGUAGES = ("python", "javascript", "typescript", "javascriptreact", "typescriptreact", "java", "go", "ruby", "csharp")
_TARGET = re.compile(
    r"""any|key|value|\$(?:\.(?:\*|[^\s.\[\]'"*]+)|\[(?:\*|[0-9]+|'[^']*'|"[^"]*")\])*""",
)
_TARGET_STEP = re.compile(r"""\.\*|\.([^\s.\[\]'"]+)|\[\*\]|\[([0-9]+)\]|\['([^']*)'\]|\["([^"]*)"\]""")


class _Rule:
    __slots__ = ("kind", "id", "source", "pattern", "line", "lang", "where", "whole_file", "target", "mode", "message")

    def __init__(self, kind, source, line, fields):
        self.kind = kind
        self.source = source
        self.line = line
        self.id = fields.get("id", "line-%d" % line)
        self.lang = fields.get("lang", ())
        self.where = fields.get("where", "any")
        self.whole_file = fields.get("span") == "file"
        self.target = fields.get("target", "any")
        self.mode = fields.get("mode", "block")
        self.pattern = _Pattern(source, "line" if kind == "code" and not self.whole_file else "file")


def _parse_rules(text, kind):
    """(rules in the order of the file, [(id, what is wrong)])"""
    rules = []
    bad = []
    fields = {}
    for number, line in enumerate(_LINE_END.split(text[1:] if text.startswith("\ufeff") else text), 1):
        if line.startswith("#"):
            if line.startswith("#@"):
                name, _, value = line[2:].partition(":")
                _read_directive(name.strip(_BLANK), value.strip(_BLANK), kind, fields)
            continue
        source = line.strip(_BLANK)
        if not source:
            continue
        try:
            rules.append(_Rule(kind, source, number, fields))
        except _BadPattern as problem:
            bad.append((fields.get("id", "line-%d" % number), str(problem)))
        fields = {}
    return rules, bad


def _read_directive(name, value, kind, fields):
    if name == "id":
        if _ID.fullmatch(value):
            fields["id"] = value
    elif name == "mode":
        if value in ("block", "monitor", "off"):
            fields["mode"] = value
    elif name == "target" and kind != "code":
        if _TARGET.fullmatch(value):
            fields["target"] = _parse_target(value)
    elif kind == "code":
        if name == "lang":
            words = [word for word in (part.strip() for part in value.split(",")) if word in _LANGUAGES]
            if words:
                fields["lang"] = tuple(words)
        elif name == "where" and value in ("any", "code", "string", "comment"):
            fields["where"] = value
        elif name == "span" and value in ("line", "file"):
            fields["span"] = value


def _parse_target(text):
    """A word, or a tuple of steps: a name, a number, or None for any one."""
    if not text.startswith("$"):
        return text
    steps = []
    for found in _TARGET_STEP.finditer(text, 1):
        name, number, single, double = found.groups()
        if number is not None:
            steps.append(int(number))
        else:
            steps.append(next((word for word in (name, single, double) if word is not None), None))
    return tuple(steps)


def _speaks(rule, language):
    lang = rule.lang
    if not lang or language in lang:
        return True
    return language.endswith("react") and language[: -len("react")] in lang


# ---------------------------------------------------------------------------------------------------------------
# Python source: where comments and strings are. A tokenizer of the little that matters, for any text, half-typed too;
# the twin of server/core/syntax/lexers/python.ts, which is held to the same regions.

_LOOK_AHEAD = 20000
_MOST_BROKEN = 100
_MOST_NESTED_STRINGS = 20

_IN_CODE = "[#\"']"
_IN_FIELD = "[#\"'()\\[\\]{}:\r\n]"
_IN_SPEC = "[{}\"'\r\n]"
_NAME_END = "[}\r\n\"']"
_PREFIXES = frozenset("r b u f t fr tr br rf rt rb".split())
_finders = {}  # made when code is first read: most cold starts do without
_CLOSERS = {"(": ")", "[": "]", "{": "}"}


def _find(pattern, text, at):
    finder = _finders.get(pattern)
    if finder is None:
        finder = _finders[pattern] = re.compile(pattern).search
    return finder(text, at)


def _stops(quote, is_format):
    """What a string of that quote is searched for."""
    return "[\\\\" + quote[0] + ("" if quote[1:] else "\r\n") + ("{}" if is_format else "") + "]"


def _string_at(text, at):
    """(quote, whether it has fields, as f-strings and t-strings, whether it is raw, length of the prefix) of the string there."""
    quote = text[at]
    if text.startswith(quote * 3, at):
        quote *= 3
    start = at
    while at - start < 3 and start and (text[start - 1] > "\x7f" or _is_word(text[start - 1])):
        start -= 1
    prefix = text[start:at].lower()
    if prefix not in _PREFIXES:
        prefix = ""
    return quote, "f" in prefix or "t" in prefix, "r" in prefix, len(prefix)


def _behind_escape(text, at, is_format, is_raw):
    """Behind the backslash and what it takes with it: a brace begins a field all the same, save in \\N{...}."""
    following = text[at + 1 : at + 2]
    if is_format and following == "N" and not is_raw:
        name_end = _find(_NAME_END, text, at) if text.startswith("{", at + 2) else None
        if name_end and name_end.group() == "}":
            return name_end.end()
    if is_format and (following == "{" or following == "}"):
        return at + 1
    return at + (3 if text.startswith("\r\n", at + 1) else 2)


def _line_end(text, at):
    found = _LINE_END.search(text, at)
    return found.start() if found else len(text)


def _end_of_string(text, at, quote, is_format, is_raw, limit, depth=0):
    """Behind the closing quote as Python 3.12 reads it, or -1 where the string is broken or goes on beyond the limit."""
    if depth > _MOST_NESTED_STRINGS:
        return -1
    stops = _stops(quote, is_format)
    while True:
        found = _find(stops, text, at)
        if found is None or found.start() >= limit:
            return -1
        at = found.start()
        char = text[at]
        if char == "\\":
            at = _behind_escape(text, at, is_format, is_raw)
        elif char == quote[0]:
            if text.startswith(quote, at):
                return at + len(quote)
            at += 1
        elif char in "\r\n":
            return -1
        elif text.startswith(char, at + 1):
            at += 2
        elif char == "}":
            return -1
        else:
            at = _end_of_field(text, at + 1, quote, limit, depth)
            if at == -1:
                return -1


def _end_of_field(text, at, quote, limit, depth):
    opened = []
    while True:
        found = _find(_IN_FIELD, text, at)
        if found is None or found.start() >= limit:
            return -1
        at = found.start()
        char = text[at]
        if not opened and char == "}":
            return at + 1
        if not opened and char == ":":
            return _end_of_spec(text, at + 1, quote, limit, depth)
        if char == "#":
            at = _line_end(text, at)
        elif char == '"' or char == "'":
            inner, is_format, is_raw, _ = _string_at(text, at)
            at = _end_of_string(text, at + len(inner), inner, is_format, is_raw, limit, depth + 1)
            if at == -1:
                return -1
        else:
            if char in _CLOSERS:
                opened.append(_CLOSERS[char])
            elif char in ")]}" and (not opened or opened.pop() != char):
                return -1
            at += 1


def _end_of_spec(text, at, quote, limit, depth):
    if depth > _MOST_NESTED_STRINGS:
        return -1
    while True:
        found = _find(_IN_SPEC, text, at)
        if found is None or found.start() >= limit:
            return -1
        at = found.start()
        char = text[at]
        if char == "}":
            return at + 1
        if char == "{":
            at = _end_of_field(text, at + 1, quote, limit, depth + 1)
            if at == -1:
                return -1
        elif text.startswith(quote, at) or len(quote) == 1 and char in "\r\n":
            return -1
        else:
            at += 1


class _Lexer:
    """Disjoint, ascending regions (start, end, "string" or "comment"); everything between is code."""

    def __init__(self, text):
        self.text = text
        self.regions = []
        self.at = 0
        self.broken = 0
        # Of every open brace: [quote, is raw, whether the string is whole, opened in a format spec, open brackets,
        # behind the colon].
        self.braces = []

    def run(self):
        text = self.text
        while self.at < len(text):
            if self.braces:
                self.step_in_field()
                continue
            found = _find(_IN_CODE, text, self.at)
            if found is None:
                break
            self.at = found.start()
            if found.group() == "#":
                self.comment()
            else:
                self.begin_string()
        return self.regions

    def add(self, kind, start, end):
        if end > start:
            self.regions.append((start, end, kind))

    def comment(self):
        end = _line_end(self.text, self.at)
        self.add("comment", self.at, end)
        self.at = end

    def begin_string(self):
        quote, is_format, is_raw, prefix = _string_at(self.text, self.at)
        start = self.at + len(quote)
        whole = bool(self.braces) and self.braces[-1][2]
        if is_format and not whole and self.broken < _MOST_BROKEN:
            whole = _end_of_string(self.text, start, quote, True, is_raw, min(len(self.text), start + _LOOK_AHEAD)) != -1
            if not whole:
                self.broken += 1
        self.read_string(quote, is_format, is_raw, whole, self.at - prefix, start)

    def read_string(self, quote, is_format, is_raw, whole, start, at):
        """From `start` to the closing quote, a brace, or where the string breaks off."""
        text = self.text
        stops = _stops(quote, is_format)
        while True:
            found = _find(stops, text, at)
            char = "\n" if found is None else found.group()
            at = len(text) if found is None else found.start()
            if char == "\\":
                at = _behind_escape(text, at, is_format, is_raw)
            elif char in "\r\n":
                break
            elif char == quote[0]:
                if text.startswith(quote, at):
                    at += len(quote)
                    break
                at += 1
            elif text.startswith(char, at + 1):
                at += 2
            elif char == "{":
                self.add("string", start, at)
                self.braces.append([quote, is_raw, whole, False, 0, False])
                self.at = at + 1
                return
            else:
                at += 1
        self.at = min(at, len(text))
        self.add("string", start, self.at)

    def step_in_field(self):
        text = self.text
        inner = self.braces[-1]
        found = _find(_IN_SPEC if inner[5] else _IN_FIELD, text, self.at)
        if found is None:
            self.at = len(text)
            return
        self.at = found.start()
        char = found.group()
        if char in "\r\n":
            # Whatever stands in its braces, a string of one line does not go on behind it.
            ended = None if inner[2] else self.first_open(lambda quote: len(quote) == 1)
            if ended is not None:
                del self.braces[ended:]
            self.at += 1
        elif char == '"' or char == "'":
            ended = None if inner[2] else self.first_open(lambda quote: text.startswith(quote, self.at))
            if ended is not None:
                quote, is_raw, whole = self.braces[ended][:3]
                del self.braces[ended:]
                self.read_string(quote, True, is_raw, whole, self.at, self.at)
            elif inner[5]:
                self.at += 1
            else:
                self.begin_string()
        elif char == "}" and inner[4] == 0:
            self.braces.pop()
            self.at += 1
            if not inner[3]:
                self.read_string(inner[0], True, inner[1], inner[2], self.at, self.at)
        elif inner[5]:
            self.braces.append(inner[:3] + [True, 0, False])
            self.at += 1
        elif char == "#":
            self.comment()
        else:
            if char in "([{":
                inner[4] += 1
            elif char in ")]}":
                inner[4] = max(0, inner[4] - 1)
            elif inner[4] == 0:
                inner[5] = True
            self.at += 1

    def first_open(self, ends):
        return next((index for index, brace in enumerate(self.braces) if ends(brace[0])), None)


class _Regions:
    """Kinds of places in one source text. A language that is not parsed here is code from end to end."""

    def __init__(self, text, language):
        self.size = len(text)
        self.regions = _Lexer(text).run() if language == "python" else []
        self.starts = [region[0] for region in self.regions]

    def at(self, offset):
        """(kind, end) of the region that holds the offset."""
        from bisect import bisect_right

        index = bisect_right(self.starts, offset) - 1
        if index >= 0 and offset < self.regions[index][1]:
            return self.regions[index][2], self.regions[index][1]
        following = self.starts[index + 1] if index + 1 < len(self.starts) else self.size
        return "code", following


# ---------------------------------------------------------------------------------------------------------------
# Code rules over one source text.

_ALLOW = re.compile(r"protect:[ \t]*allow[ \t]+([a-z0-9-]+(?:[ \t]*,[ \t]*[a-z0-9-]+)*)[ \t]*(?:--[ \t]*(.*))?")


class _CodeHit:
    __slots__ = ("rule", "line", "start", "end", "suppressed")

    def __init__(self, rule, line, start, end):
        self.rule = rule
        self.line = line  # 0-based index of the line where it starts
        self.start = start
        self.end = end
        self.suppressed = None  # the reason of the allow that covers it


class _Source:
    """A source text with its lines; finds the hits of code rules in it."""

    def __init__(self, text, language):
        self.text = text
        self.language = language
        self.line_starts = [0]
        self.line_ends = []
        for found in _LINE_END.finditer(text):
            self.line_ends.append(found.start())
            self.line_starts.append(found.end())
        self.line_ends.append(len(text))
        self._regions = None
        self._lowered = None

    @property
    def regions(self):
        if self._regions is None:
            self._regions = _Regions(self.text, self.language)
        return self._regions

    def line_of(self, offset):
        from bisect import bisect_right

        return bisect_right(self.line_starts, offset) - 1

    def scan(self, rules, deadline=float("inf")):
        """Hits, rules in their order, then by place; those that an allow covers are marked."""
        hits = []
        self._lowered = _lower(self.text)
        for rule in rules:
            if rule.mode == "off" or not _speaks(rule, self.language) or not rule.pattern.may_match(self._lowered):
                continue
            found = []
            if rule.whole_file:
                self._search(rule, 0, len(self.text), found, deadline)
            else:
                for line in self._lines_for(rule):
                    self._search_line(rule, line, found, deadline)
            hits.extend(found)
        self._lowered = None
        self._suppress(hits)
        return hits

    def _lines_for(self, rule):
        """The lines that hold a literal which the pattern requires."""
        if rule.pattern.gate is None or len(self._lowered) != len(self.text):
            return range(len(self.line_starts))
        lines = set()
        for literal in rule.pattern.gate:
            at = self._lowered.find(literal)
            while at != -1:
                line = self.line_of(at)
                lines.add(line)
                at = self._lowered.find(literal, max(self.line_ends[line], at + 1))
        return sorted(lines)

    def _search_line(self, rule, line, found, deadline):
        start = self.line_starts[line]
        text = self.text[start : self.line_ends[line]]
        at = 0
        whole_line_told = False
        while at <= len(text):
            hit = rule.pattern.search(text, at, deadline)
            if hit is None:
                return
            match_start, match_end, place_start, place_end = hit
            empty = place_start == place_end
            if empty:
                place_start, place_end = 0, len(text)
            after = match_end if match_end > match_start else match_end + 1
            if rule.where != "any":
                kind, region_end = self.regions.at(start + place_start)
                if kind != rule.where:
                    behind = region_end - start
                    at = behind if behind > match_start else after
                    continue
            if not (empty and whole_line_told):
                found.append(_CodeHit(rule, line, start + place_start, start + place_end))
            whole_line_told = whole_line_told or empty
            at = after

    def _search(self, rule, at, end, found, deadline):
        text = self.text
        told_lines = set()
        while at <= end:
            hit = rule.pattern.search(text, at, deadline)
            if hit is None:
                return
            match_start, match_end, place_start, place_end = hit
            line = self.line_of(place_start)
            empty = place_start == place_end
            if empty:
                place_start, place_end = self.line_starts[line], self.line_ends[line]
            after = match_end if match_end > match_start else match_end + 1
            if rule.where != "any":
                kind, region_end = self.regions.at(place_start)
                if kind != rule.where:
                    at = region_end if region_end > match_start else after
                    continue
            if not (empty and line in told_lines):
                found.append(_CodeHit(rule, line, place_start, place_end))
            if empty:
                told_lines.add(line)
            at = after

    def _suppress(self, hits):
        if not hits or "protect:" not in self.text:
            return
        for start, end, kind in self.regions.regions:
            if kind != "comment":
                continue
            for allow in _ALLOW.finditer(self.text, start, end):
                reason = (allow.group(2) or "").strip()
                if not reason:
                    continue
                line = self.line_of(allow.start())
                for rule_id in (word.strip() for word in allow.group(1).split(",")):
                    own = [h for h in hits if h.rule.id == rule_id and h.line == line]
                    for hit in own or [h for h in hits if h.rule.id == rule_id and h.line == line + 1]:
                        hit.suppressed = reason

    def place(self, offset):
        """1-based (line, column), the column in UTF-16 units."""
        line = self.line_of(offset)
        before = self.text[self.line_starts[line] : offset]
        return line + 1, 1 + len(before) + sum(1 for char in before if char > "\uffff")


# ---------------------------------------------------------------------------------------------------------------
# Events and responses: every text in them, decoded layer by layer.

_COMPACT, _KEY, _VALUE = range(3)
_MOST_LAYERS = 5
_MOST_TEXTS = 24
_MOST_HITS = 100
_MOST_UNPACKED = 8 * 1024 * 1024
_MOST_PIECES = 2_000_000

# A string with none of these has no layers, and stands in the compact JSON as it is.
_special = re.compile(r'[%+&\\"\[{\x00-\x1f]').search

_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}|\+").search
_PERCENT_RUN = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_ENTITIES = {
    "amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'", "nbsp": "\xa0", "Tab": "\t", "NewLine": "\n", "colon": ":",
    "lpar": "(", "rpar": ")", "sol": "/", "bsol": "\\", "semi": ";", "equals": "=", "comma": ",", "period": ".",
    "num": "#", "dollar": "$", "percnt": "%", "grave": "`", "lbrace": "{", "rbrace": "}", "lsqb": "[", "rsqb": "]",
    "excl": "!", "quest": "?", "plus": "+", "lowbar": "_", "commat": "@", "vert": "|",
}  # fmt: skip
_ENTITY = re.compile("&(?:#[xX]([0-9A-Fa-f]+)|#([0-9]+));?|&(" + "|".join(_ENTITIES) + ");")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\u\{([0-9A-Fa-f]+)\}|\\x([0-9A-Fa-f]{2})")
_SURROGATE = re.compile("[\ud800-\udfff]")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]+={0,2}").fullmatch
_WHITE = re.compile(r"\s+")


def _decode_percent(text):
    if not _PERCENT(text):
        return None
    return _PERCENT_RUN.sub(
        lambda run: bytes.fromhex(run.group().replace("%", "")).decode("utf-8", "replace"), text.replace("+", " ")
    )


def _decode_html(text):
    if "&" not in text:
        return None

    def character(found):
        digits = found.group(1) or found.group(2)
        if digits is None:
            return _ENTITIES[found.group(3)]
        digits = digits.lstrip("0")
        code = int(digits, 16 if found.group(1) else 10) if 0 < len(digits) < 9 else 0
        return "\ufffd" if code == 0 or code > _LAST or 0xD800 <= code < 0xE000 else chr(code)

    return _ENTITY.sub(character, text)


def _decode_unicode(text):
    if "\\" not in text:
        return None

    def character(found):
        digits = found.group(1) or found.group(2) or found.group(3)
        digits = digits.lstrip("0") or "0"
        code = int(digits, 16) if len(digits) < 9 else _LAST + 1
        return found.group() if code > _LAST else chr(code)

    decoded = _ESCAPE.sub(character, text)
    if _SURROGATE.search(decoded):  # two escapes may be the halves of one character
        decoded = decoded.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
    return decoded


_TEXT_LAYERS = (("percent", _decode_percent), ("html", _decode_html), ("unicode", _decode_unicode))


def _decode_base64(text):
    solid = _WHITE.sub("", text)
    if not _BASE64(solid):
        return None
    solid = solid.rstrip("=")
    if len(solid) % 4 == 1:
        return None
    from binascii import a2b_base64

    return a2b_base64(solid.replace("-", "+").replace("_", "/") + "=" * (-len(solid) % 4))


def _text_of(value):
    """Something that JSON has no word for, as text; nothing when it cannot even be read."""
    try:
        if isinstance(value, (bytes, bytearray, memoryview)):
            return bytes(value).decode("utf-8", "replace")
        return str(value)
    except Exception:
        return ""


_compact_encoder = JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_text_of)


def _compact(value):
    """Compact JSON as JSON.stringify writes it. Raises what the encoder raises on cycles, odd keys and deep nesting."""
    text = _compact_encoder.encode(value)
    if not text.isascii() and _SURROGATE.search(text):
        text = _SURROGATE.sub(lambda found: "\\u%04x" % ord(found.group()), text)
    return text


class _Walk:
    """Collects the pieces of one value: (text, where, kind, layers), in the order in which hits are told.

    `where` is a chain (parent, name or None, index) down from a root of None.
    """

    def __init__(self, deadline):
        self.deadline = deadline
        self.pieces = []
        self.left_out = set()  # reasons why something was not searched
        self.room = _MOST_UNPACKED

    def value(self, value, where, layers=(), name=None):
        """Pieces of a value below its compact text. Iterative: depth is the sender's choice."""
        stack = []
        opened = set()  # containers between the root and here, against cycles
        self._open(value, where, layers, name, False, stack, opened)
        pieces = self.pieces
        while stack:
            container, members, where, name, binary, in_headers = stack[-1]
            is_dict = binary is not None
            for index, item in members:
                if is_dict:
                    key, item = item
                    if type(key) is not str:
                        key = _text_of(key)
                    here = (where, key, index)
                    pieces.append((key, here, _KEY, layers))
                    if _special(key):
                        self._layers(key, here, _KEY, layers, None)
                else:
                    key = name
                    here = (where, None, index)
                if type(item) is str:
                    pieces.append((item, here, _VALUE, layers))
                    if is_dict and key in binary or (not is_dict and in_headers == "base64"):
                        self._layers(item, here, _VALUE, layers, container if is_dict else {})
                    elif _special(item):
                        self._layers(item, here, _VALUE, layers, None)
                elif item is None or item is True or item is False or type(item) is int or type(item) is float:
                    continue
                else:
                    headers = in_headers if in_headers == "kafka" else None
                    if is_dict:
                        if key == "headers" and "value" in binary:
                            headers = "kafka"
                        elif key == "BS" and len(container) == 1:
                            headers = "base64"
                    if self._open(item, here, layers, key if is_dict else None, headers, stack, opened):
                        break
            else:
                opened.discard(id(container))
                stack.pop()
            if len(pieces) > _MOST_PIECES:
                self.left_out.add("size")
                return
            if not len(pieces) & 63 and time.monotonic() > self.deadline:
                raise _OutOfTime

    def _open(self, value, where, layers, name, in_headers, stack, opened):
        """Pushes a container (True), or treats what is none."""
        if isinstance(value, dict):
            binary = _binary_members(value, name)
            members = enumerate(list(value.items()))
        elif isinstance(value, (list, tuple)):
            binary = None
            members = enumerate(value)
            if in_headers == "kafka" and value and all(type(n) is int and 0 <= n < 256 for n in value):
                text = bytes(value).decode("utf-8", "replace")
                self._add(text, where, _VALUE, layers + ("bytes",))
                self._layers(text, where, _VALUE, layers + ("bytes",), None)
        else:
            if value is None or value is True or value is False or isinstance(value, (int, float)):
                return False
            text = str.__str__(value) if isinstance(value, str) else _text_of(value)
            self._add(text, where, _VALUE, layers)
            self._layers(text, where, _VALUE, layers, None)
            return False
        if id(value) in opened:
            self.left_out.add("cycle")
            return False
        opened.add(id(value))
        stack.append((value, members, where, name, binary, in_headers))
        return True

    def _add(self, text, where, kind, layers):
        self.pieces.append((text, where, kind, layers))

    def _layers(self, text, where, kind, layers, encoded_in):
        """The texts that arise from `text`, breadth first. `encoded_in`: the object in which it stands as base64."""
        if time.monotonic() > self.deadline:
            raise _OutOfTime
        seen = {text}
        parsed = set()
        queue = [(text, layers)]
        for current, path in queue:
            derived = []
            if encoded_in is not None:
                derived = self._unpacked(text, encoded_in, layers)
                encoded_in = None
            self._json(current, where, path, parsed, derived)
            for name, decode in _TEXT_LAYERS:
                decoded = decode(current)
                if decoded is not None and decoded != current:
                    derived.append((decoded, path + (name,)))
            for decoded, steps in derived:
                if decoded in seen:
                    continue
                if len(steps) > _MOST_LAYERS or len(seen) >= _MOST_TEXTS:
                    self.left_out.add("layers")
                    continue
                self.room -= len(decoded)
                if self.room < 0:
                    self.left_out.add("size")
                    return
                seen.add(decoded)
                self._add(decoded, where, kind, steps)
                queue.append((decoded, steps))

    def _unpacked(self, text, container, layers):
        data = _decode_base64(text)
        if data is None:
            return []
        layers += ("base64",)
        encoding = ""
        headers = container.get("headers")
        if isinstance(headers, dict):
            for name, value in headers.items():
                if isinstance(name, str) and name.lower() == "content-encoding" and isinstance(value, str):
                    encoding = value.strip().lower()
        if data[:2] == b"\x1f\x8b":
            unpacked = self._inflate(data, (31,))
            if unpacked is not None:
                return [(unpacked.decode("utf-8", "replace"), layers + ("gzip",))]
        elif encoding == "deflate":
            unpacked = self._inflate(data, (15, -15))
            if unpacked is not None:
                return [(unpacked.decode("utf-8", "replace"), layers + ("deflate",))]
        elif encoding == "br":
            self.left_out.add("encoding")
        return [(data.decode("utf-8", "replace"), layers)]

    def _inflate(self, data, formats):
        import zlib

        for window in formats:
            unpacker = zlib.decompressobj(window)
            try:
                unpacked = unpacker.decompress(data, max(self.room, 1))
            except zlib.error:
                continue
            if unpacker.unconsumed_tail:
                self.left_out.add("size")
            return unpacked
        return None

    def _json(self, text, where, layers, parsed, derived):
        stripped = text.strip(" \t\r\n")
        if stripped[:1] + stripped[-1:] not in ("{}", "[]", '""') or len(stripped) < 2:
            return
        try:
            value = _load_json(stripped)
            if type(value) is str:
                derived.append((value, layers + ("json",)))
                return
            compact = _compact(value)
        except (JSONDecodeError, ValueError):
            return
        except RecursionError:
            self.left_out.add("depth")
            return
        if len(layers) >= _MOST_LAYERS:
            self.left_out.add("layers")
            return
        if compact in parsed:
            return
        parsed.add(compact)
        self.room -= len(compact)
        if self.room < 0:
            self.left_out.add("size")
            return
        layers += ("json",)
        self._add(compact, where, _COMPACT, layers)
        name = where[1] if where is not None else None
        self.value(value, where, layers, name)


def _binary_members(value, name):
    """The members of an object that are base64, by the shapes that AWS's event sources give them."""
    found = ()
    if "body" in value and value.get("isBase64Encoded") is True:
        found = ("body",)
    if "data" in value and (
        name == "kinesis" or name == "awslogs" or "recordId" in value or "messageID" in value or "basicProperties" in value
    ):
        found += ("data",)
    if "partition" in value and "topic" in value and "offset" in value:
        found += ("key", "value")
    if len(value) == 1 and "B" in value:
        found += ("B",)
    return found


def _compact_any(value, left_out):
    """Compact JSON of anything: cycles, odd keys and thousands of levels are no reason to fail."""
    try:
        return _compact(value)
    except (ValueError, TypeError, RecursionError, AttributeError, KeyError):
        pass
    parts = []
    stack = []
    opened = set()
    size = 0

    def scalar(item):
        if isinstance(item, (str, int, float)) or item is None:
            try:
                return _compact(item)
            except ValueError:
                return '"number"'  # an integer of thousands of digits
        return _compact(_text_of(item))

    def enter(item):
        is_dict = isinstance(item, dict)
        if not is_dict and not isinstance(item, (list, tuple)):
            parts.append(scalar(item))
        elif id(item) in opened:
            left_out.add("cycle")
            parts.append("null")
        else:
            opened.add(id(item))
            parts.append("{" if is_dict else "[")
            stack.append((item, iter(list(item.items())) if is_dict else iter(item), is_dict))

    enter(value)
    while stack:
        container, members, is_dict = stack[-1]
        for item in members:
            if parts[-1] != "{" and parts[-1] != "[":
                parts.append(",")
            size += 1
            if is_dict:
                key, item = item
                parts.append(_compact(key if isinstance(key, str) else _text_of(key)) + ":")
            before = len(stack)
            enter(item)
            if len(stack) > before:
                break
        else:
            opened.discard(id(container))
            parts.append("}" if is_dict else "]")
            stack.pop()
        if size > _MOST_PIECES:
            left_out.add("size")
            break
    return "".join(parts)


class _EventHit:
    __slots__ = ("rule", "path", "is_key", "layers", "text")

    def __init__(self, rule, path, is_key, layers, text):
        self.rule = rule
        self.path = path
        self.is_key = is_key
        self.layers = layers
        self.text = text


# Nearly every event is clean, and to prove that costs far less than to walk it. The proof: bring the compact JSON into
# a view (ASCII in lower case, no backslashes, + as a space) in which every text of every layer shows, save for what
# percent, html and unicode escapes hide; those few stretches are decoded beside it. Then a rule of which no required
# literal shows, or no wider form of its pattern matches around one, hits nowhere. What the proof does not cover is
# walked. Measured on clean events of 1 KB to 1 MB: 0.06 to 0.1 of searching 50 patterns one by one.

_TO_VIEW = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ+", b"abcdefghijklmnopqrstuvwxyz ")
_LETTERS = b"abcdefghijklmnopqrstuvwxyz_"
_NO_LETTER = bytes(sorted(set(range(256)) - set(_LETTERS)))
# What most JSON consists of. The rest is rare, so that what is left of a text without these is short.
_COMMON = _LETTERS + b'0123456789 ",:[]{}.-'
_NUMERIC = b"0123456789.:[{"
_NOT_NUMERIC = bytes(sorted(set(range(256)) - set(_NUMERIC)))
_NO_CONSONANT = _NO_LETTER + b"aeiot"
# Reductions of the view in which a literal is looked for, the shortest first: what is deleted, and how many characters
# of the literal must be left.
_REDUCTIONS = ((_NO_CONSONANT, 4), (_NO_LETTER, 3), (_NOT_NUMERIC, 2), (b"", 1))
# One expression each: a search for what begins with one fixed character is quick.
_HIDDEN = (("%", re.compile(r"%[0-9A-Fa-f]{2}")), ("&", re.compile(r"&(?:#|[A-Za-z]{2,8};)")))
_HIDDEN += (("\\", re.compile(r"\\[ux]")),)
_DATA_WORDS = (b"kinesis", b"awslogs", b"recordid", b"basicproperties")
_HIDDEN_BINARY_WORDS = _DATA_WORDS + (b"partition", b"isbase64encoded", b"messageid")
_BINARY_NAMES = frozenset(
    ("isBase64Encoded", "kinesis", "awslogs", "recordId", "messageID", "basicProperties", "partition", "B", "BS")
)
_SCALARS = frozenset((int, float, bool))
_OUTSIDE_STRINGS = b"{}[]:,0123456789+-.truefalsn"
_NEVER_OUTSIDE = re.compile(rb"\.[0-9]*\.|[:\[{]:|\{\{").search
_NESTED = tuple("\\" * (2**level - 1) for level in (1, 2, 3, 4))
_CUT = re.compile("[\"\b\f\n\r\t]").split
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]*)?").fullmatch
_MOST_WINDOWS = 500
_MOST_GATES = 250


def _view(text):
    if not text.isascii():
        text = text.replace("\u212a", "k").replace("\u017f", "s")
    return text.encode("utf-8", "surrogatepass").translate(_TO_VIEW, b"\\")


def _tokens_meet(a, b):
    """Whether the two characters can be the end and the beginning of tokens of JSON, between which the text that was
    made compact may have had white space."""
    if a == "{":
        return b == "}"
    if a in "[,:":
        return b in "{[-0123456789tfn" or a + b == "[]"
    return a in "}]0123456789el" and b in ",]}"


def _view_literal(literal):
    """The longest part of a lower-cased literal that shows in the view wherever the literal is; None when none does."""
    parts = []
    if not literal.isascii():  # the view folds ASCII only
        literal = "".join([c if c < "\x80" or c.upper() == c.lower() == c and not "\ud800" <= c < "\ue000" else "\n" for c in literal])
    for run in _CUT(literal):
        start = 0
        for at in range(1, len(run)):
            if _tokens_meet(run[at - 1], run[at]):
                parts.append(run[start:at])
                start = at
        parts.append(run[start:])
    longest = max((_view(part) for part in parts if not _NUMBER(part)), key=len, default=b"")
    return longest or None


def _head(node):
    """(clause, the most characters that can stand before it in a match, its literals included), or None."""
    while node[0] == "cap":
        node = node[2]
    before = 0
    run = {""}
    for child in node[1] if node[0] == "cat" else (node,):
        exact, clauses = _clauses(child)
        if exact is not None and len(run) * len(exact) <= _MOST_LITERALS:
            run = {a + b for a in run for b in exact}
            continue
        if "" not in run:
            return run, before
        best = _best(exact, clauses)
        width = _most(child)
        if width is None:
            return None
        before += max(map(len, run)) + width
        if best is not None:
            return best, before
        run = {""}
    return (run, before) if "" not in run else None


def _most(node):
    """The most characters that a node matches, or None."""
    kind = node[0]
    if kind == "set":
        return 1
    if kind == "at":
        return 0
    if kind == "cap":
        return _most(node[2])
    if kind == "rep":
        width = _most(node[1])
        return None if node[3] is None or width is None else width * node[3]
    widths = [_most(child) for child in node[1]]
    return None if None in widths else (max if kind == "alt" else sum)(widths or (0,))


_CONTROLS = {8: 98, 9: 116, 10: 110, 12: 102, 13: 114}
_BLANKS = ((32, 32), (110, 110), (114, 114), (116, 116))
_JSON_MARKS = tuple(ord(mark) for mark in '"[]{}:,')


def _widened(node):
    """The node for the view: it matches wherever the view shows a text that the node matches."""
    kind = node[0]
    if kind == "at":
        return ("cat", ())
    if kind == "cap":
        return _widened(node[2])
    if kind in ("cat", "alt"):
        return (kind, tuple(_widened(child) for child in node[1]))
    if kind == "rep" and node[1][0] != "set":
        return ("rep", _widened(node[1]), node[2], node[3], True)
    ranges = node[1] if kind == "set" else node[1][1]
    low, high = (1, 1) if kind == "set" else (node[2], node[3])
    wide = []
    for first, last in ranges:
        if first < 128:
            wide.append((first, min(last, 127)))
            wide.extend((c + 32, c + 32) for c in range(max(first, 65), min(last, 90) + 1))
            wide.extend((letter, letter) for code, letter in _CONTROLS.items() if first <= code <= last)
            if first <= 43 <= last:
                wide.append((32, 32))
            if first <= 92 <= last:
                low = 0
        if last > 127:
            wide.append((128, 255))
            high = None if high is None else high * 4
            wide.extend((c, c) for c, code in ((107, 0x212A), (115, 0x17F)) if first <= code <= last)
    marks = any(first <= mark <= last for first, last in ranges for mark in _JSON_MARKS)
    if marks and kind == "rep":
        wide.extend(_BLANKS)
        high = None
    wide = ("set", _union(wide))
    result = wide if (low, high) == (1, 1) else ("rep", wide, low, high, True)
    if marks and kind == "set":
        blanks = ("rep", ("set", _BLANKS), 0, None, True)
        return ("cat", (blanks, result, blanks))
    return result


def _may_hold_quote(node):
    kind = node[0]
    if kind == "set":
        return any(first <= 34 <= last for first, last in node[1])
    if kind == "at":
        return False
    if kind in ("cat", "alt"):
        return any(_may_hold_quote(child) for child in node[1])
    return _may_hold_quote(node[2] if kind == "cap" else node[1])


_RARE = frozenset(set(range(128)) - set(_COMMON) - {43, 92})


def _anchor(node):
    """A rare character that every match holds, with its surroundings: (characters, what `re` is to look for behind one
    of them, whether it asks for quotes), or None. The surroundings are the two characters before and behind that the
    widened node allows."""
    leaves, befores, certain = [], [], []

    def visit(node, needed):
        kind = node[0]
        if kind == "set":
            leaves.append(node[1])
            befores.append(set())
            if needed:
                certain.append(len(leaves) - 1)
            return False, {len(leaves) - 1}, {len(leaves) - 1}
        if kind == "rep":
            empty, first, last = visit(node[1], needed and node[2] > 0)
            if node[3] != 1:
                for leaf in first:
                    befores[leaf] |= last
            return empty or node[2] == 0, first, last
        if kind == "alt":
            parts = [visit(child, False) for child in node[1]]
            return any(p[0] for p in parts), set().union(*[p[1] for p in parts]), set().union(*[p[2] for p in parts])
        empty, first, last = True, set(), set()
        for child in node[1]:
            child_empty, child_first, child_last = visit(child, needed)
            for leaf in child_first:
                befores[leaf] |= last
            if empty:
                first |= child_first
            last = child_last | last if child_empty else child_last
            empty = empty and child_empty
        return empty, first, last

    _, first, last = visit(node, True)
    certain = [
        leaf
        for leaf in certain
        if sum(high - low + 1 for low, high in leaves[leaf]) <= 6
        and all(code in _RARE for low, high in leaves[leaf] for code in range(low, high + 1))
    ]
    if not certain:
        return None
    leaf = min(certain, key=lambda leaf: (len(leaves[leaf]), leaf))
    behinds = [set() for _ in leaves]
    for index, before in enumerate(befores):
        for other in before:
            behinds[other].add(index)
    before = _around(leaf, befores, first, leaves)
    behind = _around(leaf, behinds, last, leaves)
    text = "(?<=" + "".join([_write_set(chars) for chars in reversed(before)]) + "\0)" if before else ""
    if behind:
        text += "(?=" + "".join([_write_set(chars) for chars in behind]) + ")"
    quote = any(low <= 34 <= high for chars in before + behind for low, high in chars)
    return [chr(c) for low, high in leaves[leaf] for c in range(low, high + 1)], text, quote


def _alternatives(node):
    """The nodes of which a match is one: what one of them requires says more than what all of them have in common."""
    while node[0] == "cap" or node[0] == "cat":
        if node[0] == "cap":
            node = node[2]
            continue
        items = tuple([item for item in node[1] if item != _EMPTY])
        if len(items) != 1:
            node = ("cat", items)
            break
        node = items[0]
    if node[0] == "alt":
        return [inner for branch in node[1] for inner in _alternatives(branch)]
    return [node]


def _near(literal, gates):
    """A search for the character in surroundings that one of the gates allows. It begins with that one character, which
    `re` finds quickly."""
    char = _write_char(ord(literal))
    around = "|".join(dict.fromkeys(gate.anchor[1].replace("\0", char) for gate in gates))
    return re.compile((char + "(?:" + around + ")").encode("latin-1")).search


def _around(leaf, neighbours, ends, leaves):
    """Classes of the characters next to a leaf and of those next but one, as far as there must be any."""
    classes = []
    here = {leaf}
    for _ in range(2):
        if here & ends or not here:
            break
        here = set().union(*[neighbours[one] for one in here])
        classes.append(_union([r for one in here for r in leaves[one]]))
    return classes


class _Gate:
    """What must show in the view of a value before one rule, or one alternative of it, can hit: from cheap to dear."""

    def __init__(self, rule, node):
        self.rule = rule
        self.node = node
        exact, found = _clauses(node)
        clauses = []
        for clause in ((exact,) if exact and "" not in exact else found):
            literals = {_view_literal(literal) for literal in clause}
            if None not in literals:
                clauses.append(tuple(literals))
        clauses.sort(key=_worth, reverse=True)
        self.clauses = clauses
        self.rare = self.only(clauses, _COMMON, 1)
        self.words = self.only(clauses, _NO_LETTER, 2)
        self.automaton = self.head = self.anchor = self._may_cross = None
        self.wide = False
        self.near = None

    @property
    def may_cross(self):
        """Whether a match may reach from one string into another."""
        if self._may_cross is None:
            self._may_cross = _may_hold_quote(self.node)
        return self._may_cross

    def prepare(self):
        """The anchor and the searches for its characters, made when one of them first shows."""
        if self.near is None:
            self.anchor = _anchor(_widened(self.node))
            self.near = [_near(char.encode(), (self,)) for char in self.anchor[0]] if self.anchor else []

    def anchored(self, view, hidden):
        """False where the rare character never stands in surroundings that the pattern allows."""
        self.prepare()
        if self.anchor is None or hidden and self.anchor[2]:
            return True  # what was hidden was cut out at quotes
        for near in self.near:
            if near(view) is not None or hidden and near(hidden) is not None:
                return True
        return False

    @staticmethod
    def only(clauses, deleted, least):
        """The clauses after deleting those characters, where every literal keeps some."""
        result = []
        for clause in clauses:
            kept = {literal.translate(None, deleted) for literal in clause}
            if all(len(literal) >= least for literal in kept):
                result.append(tuple(kept))
        return tuple(result)

    def confirm(self, view, hidden):
        """False where even the widened pattern matches nowhere around the first literal that a match holds."""
        if not self.wide:
            self.wide = True
            head = _head(self.node)
            if head is not None:
                literals = {_view_literal(literal) for literal in head[0]}
                if literals and None not in literals and not _may_hold_quote_first(self.node):
                    self.head = tuple(literals), 4 * (head[1] + max(map(len, head[0])))
                    self.automaton = _Automaton(_widened(self.node))
        if self.head is None or self.may_cross and hidden:
            return True
        return self.matches(view) or bool(hidden) and self.matches(hidden)

    def matches(self, view):
        literals, before = self.head
        places = []
        for literal in literals:
            at = view.find(literal)
            while at != -1:
                places.append(at)
                if len(places) > _MOST_WINDOWS:
                    return True
                at = view.find(literal, at + 1)
        places.sort()
        automaton = self.automaton
        done = 0
        spent = 0
        for place in places:
            at = max(done, place - before)
            state = automaton.initial
            while True:
                chunk = view[at : at + 256].decode("latin-1")
                for char in chunk:
                    state = state[char]
                    if state is None:
                        return True
                    at += 1
                    if at > place and len(state.kernel) == 1:
                        break
                else:
                    if len(chunk) == 256:
                        spent += 1
                        if spent > _MOST_WINDOWS:
                            return True  # walking it is no dearer
                        continue
                    if state[None] is None:
                        return True
                break
            done = at
        return False


def _may_hold_quote_first(node):
    """Whether a match may begin with marks of JSON, around which the view may hold blanks without end."""
    while node[0] in ("cap", "rep") or node[0] == "cat" and node[1]:
        node = node[2] if node[0] == "cap" else node[1] if node[0] == "rep" else node[1][0]
    if node[0] == "alt":
        return any(_may_hold_quote_first(child) for child in node[1])
    return node[0] == "set" and any(first <= mark <= last for first, last in node[1] for mark in _JSON_MARKS)


def _hidden_texts(text, more_levels):
    """(what the escapes in a text hide, in all layers, whether the proof still holds)"""
    stretches = []
    for mark, form in _HIDDEN:
        found = form.search(text) if mark in text else None
        while found is not None:
            end = text.find('"', found.end())
            if end == -1:
                end = len(text)
            stretches.append(text[text.rfind('"', 0, found.start()) + 1 : end])
            found = form.search(text, end)
    if not stretches:
        return "", True
    levels = _json_levels(text) + more_levels + ("+" in text)
    joined = '"'.join(stretches)
    seen = {joined}
    texts = []
    queue = [(joined, levels)]
    for current, depth in queue:
        if "\\\\" in current:  # as it stands in JSON an escape is doubled
            single = current.replace("\\\\", "\\")
            if single not in seen:
                seen.add(single)
                texts.append(single)
                queue.append((single, depth))
        for _, decode in _TEXT_LAYERS:
            decoded = decode(current)
            if decoded is not None and decoded not in seen:
                reached = depth + 1
                if '"' in decoded or "{" in decoded or "[" in decoded:
                    reached += _json_levels(decoded)
                if reached > _MOST_LAYERS or len(seen) >= _MOST_TEXTS:
                    return "", False
                seen.add(decoded)
                texts.append(decoded)
                queue.append((decoded, reached))
    return '"' + '"\0"'.join(texts) + '"' if texts else "", True


def _json_levels(text):
    """How many layers JSON within JSON can use up: a quote at the n-th level carries 2^n - 1 backslashes."""
    levels = 1
    while levels <= len(_NESTED) and _NESTED[levels - 1] in text:
        levels += 1
    return levels


def _holds_binary(text, view, in_letters):
    """Whether something may be base64, by the members that stand beside it."""
    if in_letters(b"isbaseencoded"):
        at = view.find(b'isbase64encoded"')
        while at != -1:
            if view[at + 16 : at + 22] != b":false":
                return True
            at = view.find(b'isbase64encoded"', at + 16)
    if b'"b"' in view or in_letters(b"bs") and b'"bs"' in view or in_letters(b"partition") and b'"partition"' in view:
        return True
    if not in_letters(b"data"):
        return False
    return in_letters(b"messageid") and "messageID" in text or any(b'"' + word + b'"' in view for word in _DATA_WORDS)


# Where the proof fails, the value is walked, and the texts found are looked through once for what every alternative of
# every rule requires. Word boundaries are characters of their own there, so that `\bor\b` does not show in "order".

_RUNS = re.compile("([0-9A-Za-z_]+)").split
_MARKED_WORDS = re.compile("\x01?[0-9a-z_]+\x01?").findall
_EDGE = "\udc02"  # in literals that are not yet marked; no pattern that RE2 takes has it
_MOST_SCREENED = 128
_MOST_COMMON = 0.002
_screened_sets = {}
_NO_SPACE = dict.fromkeys(map(ord, " \t\n\f\r"))


def _marked(literal):
    """The literal as it stands in a marked text, "" where every text may hold it, None where none can."""
    inner = literal.strip(_EDGE)
    if not inner:
        return ""
    if _EDGE in inner:
        parts = inner.split(_EDGE)
        if not all([_is_word(a[-1:]) != _is_word(b[:1]) for a, b in zip(parts, parts[1:])]):
            return None
        inner = "".join(parts)
    if not inner.isalpha() or not inner.isascii():
        runs = _RUNS(inner)
        inner = "\x01".join(runs[not runs[0] : -1 if not runs[-1] else None])
    return ("\x01" if literal[0] == _EDGE else "") + inner + ("\x01" if literal[-1] == _EDGE else "")


_word_sets = {}


def _may_be_word(node, last):
    """Whether what the node matches can begin or, `last`, end with a character of words; where it is not empty."""
    kind = node[0]
    if kind == "set":
        known = _word_sets.get(node[1])
        if known is None:
            known = _word_sets[node[1]] = not _disjoint(node[1], _WORD)
        return known
    if kind == "at":
        return False
    if kind == "cap":
        return _may_be_word(node[2], last)
    if kind == "rep":
        return _may_be_word(node[1], last)
    for child in reversed(node[1]) if last else node[1]:
        if _may_be_word(child, last):
            return True
        if kind == "cat" and not _nullable(child):
            return False
    return False


def _is_edge(nodes, last=False):
    """Whether a word ends beside these nodes: what stands next to it is certainly no part of it."""
    for node in nodes:
        if node[0] == "at":
            if node[1] in ("word", "begin", "end"):
                return True
        elif _may_be_word(node, last):
            return False
        elif not _nullable(node):
            return True
    return False


def _screened(node, solid=False):
    """What `_clauses` gives, with the edges of words and of texts; `solid`: without them and without white space."""
    kind = node[0]
    if kind == "set":
        found = _screened_sets.get((node[1], solid))
        if found is None:
            most = 10 if solid else 8
            few = len(node[1]) <= most and sum([high - low + 1 for low, high in node[1]]) <= most
            chars = {_lower(chr(code)) for low, high in node[1] for code in range(low, high + 1)} if few else None
            if chars and not all([len(char) == 1 for char in chars]):
                chars = None  # a letter that is two in lower case stands otherwise in a marked text
            elif solid and chars:
                chars = {char.translate(_NO_SPACE) for char in chars}
            found = _screened_sets[node[1], solid] = chars, ()
        return found
    if kind == "at":
        return {"" if solid else {"begin": "\0", "end": "\0", "word": _EDGE}.get(node[1], "")}, ()
    if kind == "cap":
        return _screened(node[2], solid)
    if kind == "alt" and len(node[1]) > 8:  # rules share long lists of words
        known = _screened_sets.get((node, solid))
        if known is None:
            known = _screened_sets[node, solid] = _screened_branches(node[1], solid)
        return known
    if kind == "alt":
        return _screened_branches(node[1], solid)
    if kind == "rep":
        inner, low, high = node[1], node[2], node[3]
        if low == 0 and high != 1:
            return ({""} if solid and inner[0] == "set" and _screened(inner, True)[0] == {""} else None), ()
        found, clauses = _screened(inner, solid)
        if low == 0:
            return (found | {""}, ()) if found is not None and len(found) < 20 else (None, ())
        if low == high == 1:
            return found, clauses
        return None, (clauses if found is None else (found,))
    nodes = node[1]
    exact = True
    clauses = []
    run = {""}
    tail = ""  # behind every text of the run
    sets = _screened_sets
    for index, child in enumerate(nodes):
        again = None
        if child[0] == "rep" and child[2] > 0 and child[3] != 1:
            # What is repeated stands behind the run once, and once before what follows.
            found = None
            again, inner = _screened(child[1], solid)
        else:
            known = sets.get((child[1], solid)) if child[0] == "set" else None
            found, inner = known or _screened(child, solid)
            if found is not None and len(found) == 1:
                (only,) = found
                tail += only
                continue
        if tail:
            run = {text + tail for text in run}
            tail = ""
        if found is not None and len(run) * len(found) <= _MOST_SCREENED:
            run = {a + b for a in run for b in found}
            continue
        exact = False
        if again and len(run) * len(again) <= _MOST_SCREENED:
            clauses.append({a + b for a in run for b in again})
        else:
            if run != {""}:
                is_edge = not solid and _is_edge(nodes[index:])
                clauses.append({text + _EDGE if _is_word(text[-1:]) else text for text in run} if is_edge else run)
            clauses.extend((again,) if again else inner)
        if again:
            run = again
            continue
        run = {""} if found is None else found
        begin = index + (found is None)
        if not solid and 0 < begin < len(nodes) and _is_edge(nodes[begin - 1 :: -1], True):
            run = {_EDGE + text if _is_word(text[:1]) else text for text in run}
            if run == {""} and begin < len(nodes) and _is_single_word(nodes[begin]):
                tail = _EDGE
    if tail:
        run = {text + tail for text in run}
    if exact:
        return run, ()
    clauses.append(run)
    return None, tuple(clauses)


def _screened_branches(branches, solid):
    exact = set()
    clause = set()
    for branch in branches:
        found, inner = _screened(branch, solid)
        best = _rarest(found, inner)
        exact = None if exact is None or found is None or len(exact) + len(found) > _MOST_SCREENED else exact | found
        clause = None if clause is None or best is None else clause | best
        if exact is None and clause is None:
            return None, ()
    return exact, (() if exact is not None or clause is None else (clause,))


def _is_single_word(node):
    """Whether the node is characters of words and nothing else."""
    return node[0] == "set" and all([any([first <= low and high <= last for first, last in _WORD]) for low, high in node[1]])


def _rarest(exact, clauses):
    options = clauses if exact is None else (*clauses, exact)
    options = [clause for clause in options if all([text.strip(_EDGE) for text in clause])]
    return min(options, key=_likelihood) if options else None


def _likelihood(clause):
    """How likely a text is to hold one of the literals: one character in twenty is the one that is looked for."""
    return sum([20.0 ** -min(len(literal) - 0.7 * literal.count("\x01"), 8) for literal in clause])


class _Found(dict):
    """Literal -> whether the text holds it, looked for once."""

    def __init__(self, text):
        self.text = text

    def __missing__(self, literal):
        found = self[literal] = literal in self.text
        return found


class _Screen:
    """Tells which rules may hit in some of the texts; never misses one."""

    def __init__(self):
        self.rules = []
        self.always = set()
        # Literals that are looked for one by one, and the others by three characters of theirs.
        self.short = []
        self.by_three = {}
        self.close = {}

    @staticmethod
    def clauses(node):
        """Sorted, the one that says most first; none where nothing is required."""
        exact, clauses = _screened(node)
        result = []
        for clause in (exact,) if exact is not None else clauses:
            literals = {_marked(literal) for literal in clause} - {None}
            if "" not in literals and "\0" not in literals:
                result.append(literals)
        return sorted(result, key=_likelihood)

    @classmethod
    def parted(cls, node):
        """Of a sequence that requires nothing: what it requires with each branch of one of its alternations."""
        for index, child in enumerate(node[1] if node[0] == "cat" else ()):
            branches = _alternatives(child)
            if 1 < len(branches) <= 40:
                parts = [cls.clauses(("cat", node[1][:index] + (branch,) + node[1][index + 1 :])) for branch in branches]
                if all(parts):
                    return parts
        return None

    def add(self, rule, node, clauses):
        if not clauses:
            self.always.add(rule)
        elif type(clauses[0]) is list:
            for part in clauses:
                self.add(rule, node, part)
        else:
            others = clauses[1:4], node if _likelihood(clauses[0]) > _MOST_COMMON else None
            for literal in clauses[0]:
                word = max(_MARKED_WORDS(literal), key=len, default="")
                if len(word) < 3:
                    self.short.append((literal, rule, others))
                else:
                    self.by_three.setdefault(_rarest_three(word), []).append((word, literal, rule, others))

    def left(self, texts):
        joined = "\0" + "\0".join(texts) + "\0"
        if not joined.isascii() and ("\u212a" in joined or "\u017f" in joined):  # letters that fold to ASCII
            return set(self.rules)
        # With a \\x01 between what is part of words and what is not; and every word once, which is far less in long texts.
        runs = _RUNS(joined)
        marked = _lower("\x01".join(runs))
        words = _lower("\x01" + "\x01\x01".join(set(runs[1::2])) + "\x01")
        found = _Found(marked).__getitem__
        solid = None
        rules = set(self.always)
        gates = list(self.short)
        for three in self.by_three.keys() & set(zip(words, words[1:], words[2:])):
            gates.extend([gate[1:] for gate in self.by_three[three] if gate[0] in words])
        for literal, rule, (others, node) in gates:
            if rule not in rules and found(literal) and all([any(map(found, clause)) for clause in others]):
                if node is not None:
                    if solid is None:
                        solid = _lower(joined).translate(_NO_SPACE)
                    if not self.confirmed(node, solid, texts):
                        continue
                rules.add(rule)
        return rules

    def confirmed(self, node, solid, texts):
        """A closer look at an alternative of which no literal is rare."""
        known = self.close.get(id(node))
        if known is None:
            exact, clauses = _screened(node, True)
            clauses = [clause for clause in ((exact,) if exact is not None else clauses) if "" not in clause]
            first = next((child for child in node[1] if child != _EMPTY), None) if node[0] == "cat" else None
            is_first = first == ("at", "begin") and not _risky(node)
            known = self.close[id(node)] = clauses, re.compile(_write(node)).match if is_first else None
        clauses, match = known
        found = solid.__contains__
        return all([any(map(found, clause)) for clause in clauses]) and (match is None or any(map(match, texts)))


_threes = {}


def _rarest_three(word):
    """Three characters of the word, those that texts hold less often: most of what they consist of are vowels and the like."""
    found = _threes.get(word)
    if found is None:
        weights = [2 if char in "eaiotnsr" else 1 for char in word]
        sums = [weights[at] + weights[at + 1] + weights[at + 2] for at in range(len(word) - 2)]
        at = sums.index(min(sums))
        found = _threes[word] = tuple(word[at : at + 3])
    return found


class _EventRules:
    """In or out rules, made ready for many inspections."""

    def __init__(self, rules):
        self.rules = [rule for rule in rules if rule.mode != "off"]
        nodes = [(rule, node) for rule in self.rules for node in _alternatives(rule.pattern.node)]
        # Of so many alternatives some always show in the view, as does one that requires nothing: it costs less to walk
        # the value at once.
        gates = [_Gate(rule, node) for rule, node in nodes] if len(nodes) <= _MOST_GATES else []
        self.is_proved = bool(gates) and all([gate.clauses for gate in gates])
        self.always = set() if self.is_proved else set(self.rules)
        gates = [gate for gate in gates if gate.rule not in self.always]
        # Heaps by what is looked for first, so that C code does nearly all of the work. A literal leads to its gates.
        self.by_rare = {}
        self.heaps = tuple({} for _ in _REDUCTIONS)
        for gate in gates:
            if gate.rare:
                for literal in gate.rare[0]:
                    self.by_rare.setdefault(literal, []).append(gate)
            else:
                for literal in gate.clauses[0]:
                    for heap, (deleted, least) in zip(self.heaps, _REDUCTIONS):
                        reduced = literal.translate(None, deleted)
                        if len(reduced) >= least:
                            heap.setdefault(reduced, []).append((literal, gate))
                            break
        self.near = {}  # literal -> one search for all of its gates, or False
        self.order = {rule: index for index, rule in enumerate(self.rules)}
        # Whether everything that is looked for can only stand within strings of JSON.
        self.quick = not self.always and all(
            literal.strip(_OUTSIDE_STRINGS) or _NEVER_OUTSIDE(literal) for heap in self.heaps for group in heap.values() for literal, _ in group
        )
        self.quiet = set()
        self._screens = None
        # Short texts in which no rule hits, by kind; not where it matters at which place they stand.
        self.silent = None if any(type(rule.target) is tuple for rule in self.rules) else {_KEY: set(), _VALUE: set()}

    def screened(self, candidates, pieces):
        """Those of the rules that may hit in some of the pieces."""
        if self._screens is None:
            self._screens = _Screen(), _Screen()
            for rule in self.rules:
                screens = self._screens if rule.target == "any" else self._screens[:1]
                for screen in screens:
                    screen.rules.append(rule)
                for node in _alternatives(rule.pattern.node):
                    clauses = _Screen.clauses(node) or _Screen.parted(node)
                    for screen in screens:
                        screen.add(rule, node, clauses)
        left = self._screens[0].left([text for text, _, kind, _ in pieces if kind != _COMPACT])
        left |= self._screens[1].left([text for text, _, kind, _ in pieces if kind == _COMPACT])
        return [rule for rule in candidates if rule in left]

    def inspect(self, value, deadline, root=None):
        """(hits, reasons why something was left out). `root`: where the value stands in the event."""
        if not self.rules:
            return [], ()
        left_out = set()
        if self.quick and type(value) is dict and self.is_quiet(value):
            return [], left_out
        is_text = isinstance(value, str)
        text = str.__str__(value) if is_text else _compact_any(value, left_out)
        if time.monotonic() > deadline:
            left_out.add("budget")
            return [], left_out
        candidates = self.candidates(text) if self.is_proved else self.rules
        if not candidates:
            return [], left_out
        walk = _Walk(deadline)
        walk.left_out = left_out
        hits = []
        try:
            if not is_text and not isinstance(value, (bytes, bytearray)):
                walk.pieces.append((text, root, _COMPACT, ()))
            walk.value(value, root, (), root[1] if root is not None else None)
            silent = self.silent
            if silent is not None:
                walk.pieces = [piece for piece in walk.pieces if piece[2] == _COMPACT or piece[0] not in silent[piece[2]]]
            candidates = self.screened(candidates, walk.pieces)
            lowered = [_lower(piece[0]) for piece in walk.pieces] if candidates else ()
            for rule in candidates:
                self._search(rule, walk, lowered, hits)
                if len(hits) >= _MOST_HITS:
                    break
            if silent is not None and not hits and not left_out:
                for known in silent.values():
                    if len(known) > 4096:
                        known.clear()
                for text, _, kind, _ in walk.pieces[:1000]:
                    if kind != _COMPACT and len(text) < 200:
                        silent[kind].add(text)
        except _OutOfTime:
            left_out.add("budget")
        return hits[:_MOST_HITS], left_out

    def candidates(self, text):
        """The rules that may hit somewhere; all of them where the value must be walked to know."""
        shown = self.shown(text, 0)
        if shown is None:
            return self.rules
        left, view, hidden, whole = shown
        if not left and not self.always:
            return ()
        found = whole.__contains__
        rules = set(self.always)
        for gate in left:
            if gate.rule not in rules:
                if all([any(map(found, clause)) for clause in gate.clauses]) and gate.confirm(view, hidden):
                    rules.add(gate.rule)
        return sorted(rules, key=self.order.__getitem__)

    def is_quiet(self, value):
        """Whether the keys and strings of an object show nothing that a rule requires: the cheapest proof, for small
        values. Short strings that showed nothing are remembered, since most come with every invocation."""
        quiet = self.quiet
        fresh = []
        stack = [value]
        for container in stack:
            if type(container) is dict:
                for key, item in container.items():
                    if key not in quiet:
                        if key in _BINARY_NAMES:
                            if key != "isBase64Encoded" or item is not False:
                                return False
                        elif type(key) is not str:
                            return False
                        else:
                            fresh.append(key)
                    if type(item) is str:
                        if item not in quiet:
                            fresh.append(item)
                    elif type(item) is dict or type(item) is list:
                        stack.append(item)
                    elif not (item is None or type(item) in _SCALARS):
                        return False
            else:
                for item in container:
                    if type(item) is str:
                        if item not in quiet:
                            fresh.append(item)
                    elif type(item) is dict or type(item) is list:
                        stack.append(item)
                    elif not (item is None or type(item) in _SCALARS):
                        return False
            if len(stack) > 200 or len(fresh) > 500:
                return False
        if not fresh:
            return True
        joined = '"'.join(fresh)
        if len(joined) > 65536 or not joined.isprintable():  # control characters stand otherwise in JSON
            return False
        shown = self.shown(joined, 1)
        if shown is None:
            return False
        left, view, hidden, whole = shown
        found = whole.__contains__
        for gate in left:
            if gate.may_cross or all([any(map(found, clause)) for clause in gate.clauses]) and gate.confirm(view, hidden):
                return False
        if len(quiet) > 4096:
            quiet.clear()
        quiet.update([text for text in fresh if len(text) < 200])
        return True

    def shown(self, text, levels):
        """(gates of which something shows, view, what was hidden, both), or None where the value must be walked. The
        text is compact JSON, or strings with quotes between them, which have one more level of JSON inside."""
        view = _view(text)
        letters = view.translate(None, _NO_LETTER)
        rare = view.translate(None, _COMMON)
        hidden = b""
        if "%" in text or "&" in text or "\\" in text:
            if _NESTED[3 - levels] in text:
                return None
            decoded, proved = _hidden_texts(text, levels)
            if not proved:
                return None
            if decoded:
                hidden = _view(decoded)
                if b'b"' in hidden or b'bs"' in hidden or any(map(hidden.__contains__, _HIDDEN_BINARY_WORDS)):
                    return None
                letters += b" " + hidden.translate(None, _NO_LETTER)
                rare += b" " + hidden.translate(None, _COMMON)
        in_letters = letters.__contains__
        if _holds_binary(text, view, in_letters):
            return None
        left = {}
        for literal in [literal for literal in self.by_rare if literal in rare]:
            near = self.near.get(literal)
            if near is None:
                near = self.near[literal] = self.near_all(self.by_rare[literal])
            if near and near(view) is None and not (hidden and near(hidden)):
                continue
            for gate in self.by_rare[literal]:
                if gate not in left and gate.anchored(view, hidden):
                    if not gate.words or any(map(in_letters, gate.words[0])):
                        left[gate] = True
        whole = view + b'"' + hidden if hidden else view
        for heap, (deleted, _) in zip(self.heaps, _REDUCTIONS):
            if heap:
                reduced = whole.translate(None, deleted) if deleted else whole
                for short in [short for short in heap if short in reduced]:
                    for literal, gate in heap[short]:
                        if literal in whole:
                            left[gate] = True
        return left, view, hidden, whole

    @staticmethod
    def near_all(gates):
        """One search that tells whether any of the gates may be anchored, where they have one character in common."""
        for gate in gates:
            gate.prepare()
        if len(gates) < 2 or any(gate.anchor is None or gate.anchor[2] for gate in gates):
            return False
        chars = {tuple(gate.anchor[0]) for gate in gates}
        return _near(chars.pop()[0].encode(), gates) if len(chars) == 1 and len(gates[0].anchor[0]) == 1 else False

    def _search(self, rule, walk, lowered_pieces, hits):
        pattern = rule.pattern
        target = rule.target
        found = {}
        for index, (text, where, kind, layers) in enumerate(walk.pieces):
            if not index & 15 and time.monotonic() > walk.deadline:
                self._out_of_time(rule, found, walk, hits)
                return
            if not pattern.may_match(lowered_pieces[index]):
                continue
            if target != "any" and not _covers(target, kind, where):
                continue
            try:
                hit = pattern.search(text, 0, walk.deadline)
            except _OutOfTime:
                self._out_of_time(rule, found, walk, hits)
                return
            if hit is None:
                continue
            is_key = kind == _KEY
            path = _path(where, is_key)
            if (path, is_key) not in found:
                found[path, is_key] = _EventHit(rule, path, is_key, layers, text[hit[2] : hit[3]])
            if len(found) > 4 * _MOST_HITS:
                break
        hits.extend(_innermost(found))

    def _out_of_time(self, rule, found, walk, hits):
        walk.left_out.add("budget")
        hits.extend(_innermost(found))


def _innermost(found):
    """Without the hits in a value that are told at a longer path below it."""
    if len(found) < 2:
        return list(found.values())
    above = set()
    for path, _ in found:
        cut = max(path.rfind("."), path.rfind("["))
        while cut > 0:
            above.add(path[:cut])
            cut = max(path.rfind(".", 0, cut), path.rfind("[", 0, cut))
    return [hit for (path, is_key), hit in found.items() if is_key or path not in above]


_PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,63}").fullmatch
_QUOTED_NAME = re.compile(r"[A-Za-z0-9_:./@-]{1,64}").fullmatch


def _path(where, is_key=False):
    """The place as text without content of the event: names that are not plain are given by their number."""
    parts = []
    while where is not None:
        where, name, index = where
        if name is None:
            parts.append("[%d]" % index)
        elif is_key and not parts:
            parts.append("[#%d]" % index)
        elif _PLAIN_NAME(name):
            parts.append("." + name)
        elif _QUOTED_NAME(name):
            parts.append("['" + name + "']")
        else:
            parts.append("[#%d]" % index)
    return "$" + "".join(reversed(parts))


def _covers(target, kind, where):
    if target == "key":
        return kind == _KEY
    if kind != _VALUE:
        return False
    if target == "value":
        return True
    steps = []
    while where is not None:
        where, name, index = where
        steps.append(index if name is None else name)
    if len(steps) < len(target):
        return False
    steps.reverse()
    previous = None
    for wanted, step in zip(target, steps):
        if wanted is not None and wanted != step:
            in_headers = previous in ("headers", "multiValueHeaders")
            if not in_headers or type(step) is not str or type(wanted) is not str or step.lower() != wanted.lower():
                return False
        previous = step
    return True


# ---------------------------------------------------------------------------------------------------------------
# What the trigger of an invocation understands as a refusal.


class _Refusal:
    """How to refuse: an answer to return, or an exception when the trigger has no answer for that."""

    def __init__(self, value=BLOCKED_TEXT, raises=False):
        self.value = value
        self.raises = raises

    def give(self):
        if self.raises:
            raise SecurityViolation
        return self.value


def _get(value, *names):
    """A member of nested objects, or None."""
    for name in names:
        if not isinstance(value, dict):
            return None
        value = value.get(name)
    return value


_ADDRESS = re.compile(r"[0-9A-Fa-f.:]{2,45}").fullmatch


def _caller_of(event):
    """The caller's address as the trigger states it, never as a caller may claim it; {} where there is none."""
    context = _get(event, "requestContext")
    address = _get(context, "http", "sourceIp") or _get(context, "identity", "sourceIp")
    if address is None and isinstance(_get(context, "elb"), dict):
        # A load balancer appends the address that it saw.
        many = _get(event, "multiValueHeaders", "x-forwarded-for")
        header = _get(event, "headers", "x-forwarded-for") or (many[-1] if isinstance(many, list) and many else None)
        address = header.split(",")[-1].strip() if isinstance(header, str) else None
    if address is None:
        many = _get(event, "identity", "sourceIp")  # AppSync
        address = many[0] if isinstance(many, list) and many else many
    if address is None:
        records = _get(event, "Records")
        address = _get(records[0], "cf", "request", "clientIp") if isinstance(records, list) and records else None
    return {"source": address} if isinstance(address, str) and _ADDRESS(address) else {}


_BATCH_SOURCES = ("aws:sqs", "aws:kinesis", "aws:dynamodb")


def _batch_source(event):
    records = event.get("Records") if isinstance(event, dict) else None
    if not isinstance(records, list) or not records:
        return None
    source = _get(records[0], "eventSource")
    return source if isinstance(source, str) and source in _BATCH_SOURCES else None


def _is_custom_resource(event):
    return isinstance(event, dict) and all(isinstance(event.get(k), str) for k in ("RequestType", "ResponseURL", "StackId"))


def _refusal_for(event, settings):
    """The refusal in the shape of the event's source; batches and custom resources are treated before."""
    if isinstance(event, dict):
        context = event.get("requestContext")
        if event.get("type") in ("TOKEN", "REQUEST") and ("methodArn" in event or "routeArn" in event):
            return _Refusal(_deny(event))
        if isinstance(context, dict):
            body = {"body": BLOCKED_TEXT, "isBase64Encoded": False}
            if "elb" in context:
                answer = {"statusCode": 403, "statusDescription": "403 Forbidden"}
                if "multiValueHeaders" in event:
                    answer["multiValueHeaders"] = {"Content-Type": ["text/plain"]}
                else:
                    answer["headers"] = {"Content-Type": "text/plain"}
                return _Refusal({**answer, **body})
            if "http" in context:
                return _Refusal({"statusCode": 403, "headers": {"content-type": "text/plain"}, **body})
            if "httpMethod" in event or "connectionId" in context:
                return _Refusal({"statusCode": 403, "headers": {"Content-Type": "text/plain"}, **body})
            if "authorizationToken" in event and "apiId" in context:
                return _Refusal({"isAuthorized": False})
        records = event.get("Records")
        if isinstance(records, list) and records and isinstance(_get(records[0], "cf"), dict):
            headers = {"content-type": [{"key": "Content-Type", "value": "text/plain"}]}
            return _Refusal(
                {"status": "403", "statusDescription": "Forbidden", "headers": headers, "body": BLOCKED_TEXT}
            )
        if "triggerSource" in event and "userPoolId" in event or _get(event, "info", "fieldName") is not None:
            return _Refusal(raises=True)
    return _Refusal(raises=settings.answer == "raise")


def _deny(event):
    statement = {
        "Action": "execute-api:Invoke",
        "Effect": "Deny",
        "Resource": event["methodArn"] if "methodArn" in event else event["routeArn"],
    }
    policy = {"principalId": "blocked", "policyDocument": {"Version": "2012-10-17", "Statement": [statement]}}
    return {"isAuthorized": False, **policy} if event.get("version") == "2.0" else policy


def _fail_custom_resource(event, settings):
    """Tells CloudFormation that the resource failed, which otherwise waits for an hour. The address is the event's
    word, so only Amazon's hosts and those that the settings name are called."""
    from http.client import HTTPConnection, HTTPSConnection
    from json import dumps
    from urllib.parse import urlsplit

    url = urlsplit(event["ResponseURL"])
    host = (url.hostname or "").lower()
    allowed = url.netloc.lower() in settings.callback_hosts
    if not allowed and not (url.scheme == "https" and host.endswith((".amazonaws.com", ".amazonaws.com.cn"))):
        raise ValueError("callback host not allowed")
    body = dumps(
        {
            "Status": "FAILED",
            "Reason": BLOCKED_TEXT,
            "PhysicalResourceId": event.get("PhysicalResourceId") or "blocked",
            "StackId": event["StackId"],
            "RequestId": event.get("RequestId"),
            "LogicalResourceId": event.get("LogicalResourceId"),
        }
    ).encode()
    connection = (HTTPSConnection if url.scheme == "https" else HTTPConnection)(url.netloc, timeout=10)
    try:
        target = url.path + ("?" + url.query if url.query else "")
        connection.request("PUT", target, body, {"Content-Type": "", "Content-Length": str(len(body))})
        if connection.getresponse().status >= 400:
            raise OSError("callback refused")
    finally:
        connection.close()


def _record_id(source, record):
    if source == "aws:sqs":
        return _get(record, "messageId")
    return _get(record, "kinesis", "sequenceNumber") or _get(record, "dynamodb", "SequenceNumber")


# ---------------------------------------------------------------------------------------------------------------
# Settings, by argument or environment.

_WORDS = {
    "mode": ("block", "monitor", "off"),
    "on_error": ("block", "allow"),
    "log": ("json", "text"),
    "answer": ("text", "raise"),
    "batch": ("fail", "drop"),
    "source": ("off", "address"),
}


class _Settings:
    """What may be stated as `protect_lambda(name=...)` or PROTECT_LAMBDA_NAME; the argument wins."""

    def __init__(self, options):
        self.problems = []
        environment = os.environ

        def stated(name):
            value = options.pop(name, None)
            if value is None:
                value = environment.get("PROTECT_LAMBDA_" + name.upper())
            return None if value == "" else value

        def word(name, default):
            value = stated(name)
            if value is None:
                return default
            text = str(value).strip().lower()
            if text in _WORDS[name]:
                return text
            self.problems.append("bad-setting-" + name.replace("_", "-"))
            return default

        self.mode = word("mode", "block")
        self.on_error = word("on_error", "block")
        self.log = word("log", "json")
        self.answer = word("answer", "text")
        self.batch = word("batch", None)
        self.source = word("source", "off")
        self.rules = stated("rules")
        emf = stated("emf")
        self.emf = emf is True or str(emf).strip().lower() in ("1", "true", "yes", "on")
        self.emf_namespace = stated("emf_namespace") or "LambdaProtect"
        self.callback_hosts = tuple(
            host.strip().lower() for host in str(stated("callback_hosts") or "").split(",") if host.strip()
        )
        self.budget = 1.0
        budget = stated("budget_ms")
        if budget is not None:
            try:
                self.budget = float(budget) / 1000
                if not self.budget > 0:
                    raise ValueError
            except (TypeError, ValueError):
                self.budget = 1.0
                self.problems.append("bad-setting-budget-ms")
        if options:
            raise TypeError("protect_lambda() got an unexpected argument: " + ", ".join(sorted(options)))

    def mode_of(self, rule):
        return "monitor" if rule.mode == "block" and self.mode == "monitor" else rule.mode


# ---------------------------------------------------------------------------------------------------------------
# Records: one line each to standard output, without content of events.

_TITLES = {"code": "Code", "in": "In", "out": "Out"}


class _Recorder:
    def __init__(self, settings):
        self.settings = settings
        self.function = os.environ.get("AWS_LAMBDA_FUNCTION_NAME", "")
        self.version = os.environ.get("AWS_LAMBDA_FUNCTION_VERSION", "")
        self.levels = os.environ.get("AWS_LAMBDA_LOG_FORMAT", "").upper() == "JSON"

    def violation(self, rule, mode, request_id, matched, **place):
        """`place`: file and line, or path; and the caller's address where it is to be recorded."""
        message = "%s Rule Violation for %s" % (_TITLES[rule.kind], _one_line(rule.source))
        if self.settings.log == "text" and not self.settings.emf:
            self.line(message)
            return
        from hashlib import sha256

        record = {"message": message, "violation": rule.kind, "rule": rule.id, "mode": mode}
        record.update(place)
        record["requestId"] = request_id
        record["function"] = self.function
        record["version"] = self.version
        record["match"] = "sha256:" + sha256(matched.encode("utf-8", "replace")).hexdigest()[:16]
        if self.settings.emf:
            record["kind"] = rule.kind
            record["Violations"] = 1
            record["_aws"] = {
                "Timestamp": int(time.time() * 1000),
                "CloudWatchMetrics": [
                    {
                        "Namespace": self.settings.emf_namespace,
                        "Dimensions": [["function", "rule", "kind"]],
                        "Metrics": [{"Name": "Violations", "Unit": "Count"}],
                    }
                ],
            }
        self.json(record, "ERROR" if mode == "block" else "WARN")

    def failure(self, what, request_id, **facts):
        """The guard itself could not do its work. `what` is one of our own words."""
        message = "Lambda Protect failed: " + what
        if self.settings.log == "text":
            self.line(message + "".join(" %s=%s" % pair for pair in facts.items()))
        else:
            facts.update({"requestId": request_id, "function": self.function, "version": self.version})
            self.json({"message": message, "failure": what, **facts}, "ERROR")

    def unchecked(self, kind, reasons, request_id):
        reasons = sorted(reasons)
        message = "Lambda Protect left a part unchecked: %s (%s)" % (kind, ", ".join(reasons))
        if self.settings.log == "text":
            self.line(message)
        else:
            facts = {"unchecked": kind, "reasons": reasons, "requestId": request_id}
            self.json({"message": message, **facts, "function": self.function, "version": self.version}, "WARN")

    def json(self, record, level):
        from json import dumps

        if self.levels:  # Lambda filters JSON lines by these two members
            now = time.time()
            stamp = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(now))
            record = {"timestamp": "%s.%03dZ" % (stamp, int(now * 1000) % 1000), "level": level, **record}
        self.line(dumps(record, separators=(",", ":")))

    def line(self, text):
        try:
            sys.stdout.write(text + "\n")
            sys.stdout.flush()
        except Exception:
            os.write(1, (text + "\n").encode("utf-8", "replace"))


def _one_line(text):
    return "".join(c if c.isprintable() else "\\u%04x" % ord(c) for c in text)


# ---------------------------------------------------------------------------------------------------------------
# The function's own code: the handler's file, and what it imports from the function's package.

_IMPORT = re.compile(
    r"^[ \t]*(?:from[ \t]+(\.*[\w.]*)[ \t]+import[ \t]+(\([^)]*\)|[^\n;#]*)|import[ \t]+([\w., \t]+))"
    r"|import_module\(\s*['\"]([\w.]+)['\"]",
    re.MULTILINE,
)
_MOST_FILES = 300
_MOST_SOURCE_BYTES = 4 * 1024 * 1024


class _Package:
    """The files of one function: which there are, which are the function's own, what stands in them."""

    def __init__(self, handler_file, root):
        self.handler_file = handler_file
        self.root = root
        self.foreign = {}

    def own_files(self):
        """The handler's file and the modules that it imports from the package, in the order in which they are met."""
        seen = [self.handler_file]
        for path in seen:
            if len(seen) > _MOST_FILES:
                break
            source = _read_source(path)
            if source is None or "import" not in source:
                continue
            for module in self.imported(path, source):
                if module not in seen:
                    seen.append(module)
        return seen

    def imported(self, path, source):
        here = os.path.dirname(path)
        for found in _IMPORT.finditer(source):
            origin, names, plain, dynamic = found.groups()
            if origin is not None:
                base = self.root
                dots = len(origin) - len(origin.lstrip("."))
                if dots:
                    base = here
                    for _ in range(dots - 1):
                        base = os.path.dirname(base)
                yield from self.modules(base, origin.lstrip("."), here, dots > 0)
                for name in re.findall(r"(\w+)(?:[ \t]+as[ \t]+\w+)?", names):
                    prefix = origin.lstrip(".")
                    yield from self.modules(base, prefix + "." + name if prefix else name, here, dots > 0)
            else:
                for part in (plain or dynamic).split(","):
                    words = part.split()
                    if words:
                        yield from self.modules(self.root, words[0], here, False)

    def modules(self, base, dotted, here, relative):
        """The files that importing `dotted` runs, where they belong to the package."""
        if not dotted:
            names = []
        else:
            names = dotted.split(".")
            if not relative and self.is_foreign(names[0]):
                return
        for start in (base,) if relative or base == here else (base, here):
            path = start
            found = []
            for name in names:
                path = os.path.join(path, name)
                if os.path.isfile(path + ".py"):
                    found.append(path + ".py")
                elif os.path.isfile(os.path.join(path, "__init__.py")):
                    found.append(os.path.join(path, "__init__.py"))
                elif not os.path.isdir(path):
                    break
            if not names and os.path.isfile(os.path.join(path, "__init__.py")):
                found.append(os.path.join(path, "__init__.py"))
            if found:
                for file in found:
                    if file.startswith(self.root + os.sep) or self.root == os.sep:
                        if os.path.basename(file) != "protect_lambda.py":
                            yield file
                return

    def is_foreign(self, name):
        """Whether a top-level name was installed by a package manager, whose notes lie beside it."""
        known = self.foreign.get(name)
        if known is None:
            known = False
            try:
                notes = [entry for entry in os.listdir(self.root) if entry.endswith((".dist-info", ".egg-info"))]
            except OSError:
                notes = []
            for entry in notes:
                folder = os.path.join(self.root, entry)
                if entry.split("-")[0].lower().replace(".", "_") == name.lower():
                    known = True
                for file, mark in (("top_level.txt", ""), ("RECORD", "/")):
                    text = _read_source(os.path.join(folder, file)) if not known else None
                    if text is not None:
                        lines = text.splitlines()
                        if mark:
                            known = any(line.startswith((name + "/", name + ".py,")) for line in lines)
                        else:
                            known = name in lines
            self.foreign[name] = known
        return known


def _read_source(path):
    """The text of a file, or None when it cannot be read."""
    try:
        with open(path, "rb") as file:
            return file.read(_MOST_SOURCE_BYTES + 1).decode("utf-8-sig", "replace")
    except OSError:
        return None


def _stamp(path):
    try:
        found = os.stat(path)
        return found.st_size, found.st_mtime_ns, found.st_ino
    except OSError:
        return None


class _CodeInspection:
    """The hits of code rules in the function's own files, found once and again when a file changes."""

    def __init__(self, package, rules):
        self.package = package
        self.rules = rules
        self.files = None
        self.stamps = {}
        self.results = {}  # text of a file -> its live hits as (rule, file, line, matched text)

    def hits(self):
        """Live hits. Raises OSError when the handler's own file cannot be read."""
        if self.files is None or any(_stamp(path) != stamp for path, stamp in self.stamps.items()):
            self.refresh()
        return self.found

    def refresh(self):
        self.files = self.package.own_files()
        self.stamps = {path: _stamp(path) for path in self.files}
        results = {}
        self.found = []
        for path in self.files:
            text = _read_source(path)
            if text is None or len(text) > _MOST_SOURCE_BYTES:
                raise OSError("source not readable")
            name = os.path.relpath(path, self.package.root).replace(os.sep, "/")
            key = (name, text)
            results[key] = self.results.get(key)
            if results[key] is None:
                source = _Source(text, "python")
                results[key] = [
                    (hit.rule, name, hit.line + 1, text[hit.start : hit.end])
                    for hit in source.scan(self.rules, time.monotonic() + 10)
                    if hit.suppressed is None
                ]
            self.found.extend(results[key])
        self.results = results


# ---------------------------------------------------------------------------------------------------------------
# The guard of one handler.

_RULE_FILES = ("code", "in", "out")


def _find_rules(stated, folders):
    """The folder with rule files, or None."""
    if stated:
        candidates = [stated]
    else:
        candidates = [
            os.path.join(folder, *below)
            for folder in folders
            for below in ((), ("rules",), (".protect-lambda",))
        ]
        candidates.append("/opt/protect-lambda")
    for folder in candidates:
        if any(os.path.isfile(os.path.join(folder, kind + "_protect.txt")) for kind in _RULE_FILES):
            return folder
    return None


class _Guard:
    def __init__(self, handler, options):
        root = options.pop("root", None)
        self.settings = _Settings(options)
        self.recorder = _Recorder(self.settings)
        self.failures = [(problem, {}) for problem in self.settings.problems]
        self.code = None
        self.told = set()  # hits of monitoring code rules are recorded once
        self.caller = {}  # of the invocation at hand, for its records
        self.incoming = self.outgoing = _EventRules([])
        if self.settings.mode == "off":
            return
        try:
            self._load(handler, root)
        except Exception as problem:
            self.failures.append(("cold-start", {"error": type(problem).__name__}))

    def _load(self, handler, root):
        file = _file_of(handler)
        folder = os.path.dirname(file) if file else os.getcwd()
        task_root = os.environ.get("LAMBDA_TASK_ROOT")
        task_root = os.path.abspath(task_root) if task_root else None
        folders = [folder]
        if task_root and folder.startswith(task_root):
            while folders[-1] != task_root and os.path.dirname(folders[-1]) != folders[-1]:
                folders.append(os.path.dirname(folders[-1]))
        if root is None:
            root = folders[-1]
        rules_folder = _find_rules(self.settings.rules, folders)
        if rules_folder is None:
            self.failures.append(("no-rule-files", {}))
            return
        for kind in _RULE_FILES:
            path = os.path.join(rules_folder, kind + "_protect.txt")
            if not os.path.exists(path):
                continue
            text = _read_source(path)
            if text is None:
                self.failures.append(("rule-file-unreadable", {"file": kind + "_protect.txt"}))
                continue
            rules, bad = _parse_rules(text, kind)
            for rule_id, _ in bad:
                self.failures.append(("bad-pattern", {"file": kind + "_protect.txt", "rule": rule_id}))
            if kind == "code":
                if all(rule.mode == "off" for rule in rules):
                    continue
                if file is None:
                    self.failures.append(("no-source", {}))
                else:
                    self.code = _CodeInspection(_Package(file, os.path.abspath(root)), rules)
                    try:
                        self.code.hits()
                    except Exception:
                        pass  # told at every invocation, where it is tried again
            elif kind == "in":
                self.incoming = _EventRules(rules)
            else:
                self.outgoing = _EventRules(rules)

    # Each step returns a refusal, or None to go on.

    def check_self(self, event, context):
        """Failures of the guard at its start, and violations in the function's code."""
        refuse = False
        for what, facts in self.failures:
            self.recorder.failure(what, _request_id(context), **facts)
            refuse = refuse or self.settings.on_error == "block"
        if self.code is not None:
            try:
                hits = self.code.hits()
            except Exception as problem:
                hits = ()
                self.recorder.failure("code", _request_id(context), error=type(problem).__name__)
                refuse = refuse or self.settings.on_error == "block"
            for rule, file, line, matched in hits:
                mode = self.settings.mode_of(rule)
                if mode == "block" or (rule, file, line, matched) not in self.told:
                    self.told.add((rule, file, line, matched))
                    self.recorder.violation(rule, mode, _request_id(context), matched, file=file, line=line, **self.caller)
                refuse = refuse or mode == "block"
        if not refuse or self.settings.mode == "monitor":
            return None
        return self.refuse(event, context, whole_batch=True)

    def inspect(self, rules, kind, value, root, deadline, context, told=None):
        """Records what is found; true when it must not pass. `told`: what earlier chunks of a stream gave."""
        try:
            hits, left_out = rules.inspect(value, deadline, root)
        except Exception as problem:
            self.recorder.failure(kind, _request_id(context), error=type(problem).__name__)
            return self.settings.on_error == "block" and self.settings.mode == "block"
        blocked = False
        for hit in hits:
            mode = self.settings.mode_of(hit.rule)
            if told is None or (hit.rule.id, hit.text) not in told:
                self.recorder.violation(hit.rule, mode, _request_id(context), hit.text, path=hit.path, **self.caller)
            if told is not None:
                told.add((hit.rule.id, hit.text))
            blocked = blocked or mode == "block"
        if left_out:
            self.recorder.unchecked(kind, left_out, _request_id(context))
            blocked = blocked or (self.settings.on_error == "block" and self.settings.mode == "block")
        return blocked

    def refuse(self, event, context, whole_batch):
        if _batch_source(event):
            return _Refusal(raises=True) if whole_batch else _Refusal({"batchItemFailures": []})
        if _is_custom_resource(event):
            try:
                _fail_custom_resource(event, self.settings)
            except Exception as problem:
                self.recorder.failure("custom-resource-callback", _request_id(context), error=type(problem).__name__)
                return _Refusal(raises=True)
            return _Refusal()
        return _refusal_for(event, self.settings)

    def run(self, call, event, context):
        """`call(event)` runs the handler. Its exceptions pass through."""
        settings = self.settings
        if settings.mode == "off":
            if settings.problems:
                self.check_self(event, context)
            return call(event)
        deadline = time.monotonic() + settings.budget
        if settings.source == "address":
            self.caller = _caller_of(event)
        if self.failures or self.code is not None:
            refusal = self.check_self(event, context)
            if refusal is not None:
                return refusal.give()
        failed = None
        if self.incoming.rules:
            source = _batch_source(event)
            if source is not None:
                event, failed = self.sift(event, source, deadline, context)
                if event is None:
                    return {"batchItemFailures": failed}
            elif self.inspect(self.incoming, "in", event, None, deadline, context):
                return self.refuse(event, context, whole_batch=False).give()
        started = time.monotonic()
        response = call(event)
        if self.outgoing.rules and response is not None:
            deadline += time.monotonic() - started  # the handler's time is not the guard's
            if hasattr(response, "__next__"):
                return _guarded_stream(self, response, event, context)
            if self.inspect(self.outgoing, "out", response, None, deadline, context):
                return self.refuse(event, context, whole_batch=False).give()
        return _with_failures(response, failed) if failed else response

    def sift(self, event, source, deadline, context):
        """(the event without records that violate, or None when none is left; identifiers to report as failed)"""
        records = event["Records"]
        stream = source != "aws:sqs"
        fail = (self.settings.batch or ("drop" if stream else "fail")) == "fail"
        kept = []
        failed = []
        held_groups = set()
        held = False
        for index, record in enumerate(records):
            group = _get(record, "attributes", "MessageGroupId")
            identifier = _record_id(source, record)
            if held or (group is not None and group in held_groups):
                failed.append({"itemIdentifier": identifier})
                continue
            where = ((None, "Records", list(event).index("Records")), None, index)
            if not self.inspect(self.incoming, "in", record, where, deadline, context):
                kept.append(record)
            elif fail:
                failed.append({"itemIdentifier": identifier})
                held = stream
                if group is not None:
                    held_groups.add(group)
        if len(kept) == len(records):
            return event, None
        return ({**event, "Records": kept} if kept else None), failed



_OVERLAP = 1024


def _guarded_stream(guard, chunks, event, context):
    before = ""
    left = False
    told = set()
    for chunk in chunks:
        if isinstance(chunk, (bytes, bytearray, memoryview)):
            text = bytes(chunk).decode("utf-8", "replace")
        else:
            text = chunk if isinstance(chunk, str) else None
        seen = chunk if text is None else before + text
        deadline = time.monotonic() + guard.settings.budget
        if guard.inspect(guard.outgoing, "out", seen, None, deadline, context, told):
            close = getattr(chunks, "close", None)
            if close is not None:
                close()
            if left:
                raise SecurityViolation
            answer = guard.refuse(event, context, False).give()
            yield answer if text is None else BLOCKED_TEXT if isinstance(chunk, str) else BLOCKED_TEXT.encode()
            return
        if text is not None:
            before = (before + text)[-_OVERLAP:]
        left = True
        yield chunk


def _with_failures(response, failed):
    """The handler's answer with the identifiers of the records that it never saw."""
    listed = response.get("batchItemFailures") if isinstance(response, dict) else None
    if isinstance(listed, (list, tuple)):
        return {**response, "batchItemFailures": [*listed, *failed]}
    return {"batchItemFailures": failed}


def _request_id(context):
    try:
        return str(context.aws_request_id)
    except Exception:
        return ""


def _innermost_function(handler):
    """The function that somebody wrote, below decorators, partials and bound methods."""
    for _ in range(50):
        inner = getattr(handler, "__wrapped__", None) or getattr(handler, "func", None) or getattr(handler, "__func__", None)
        if inner is None:
            if not hasattr(handler, "__code__") and hasattr(type(handler), "__call__"):
                inner = getattr(type(handler).__call__, "__wrapped__", type(handler).__call__)
                return inner if hasattr(inner, "__code__") else handler
            return handler
        handler = inner
    return handler


def _file_of(handler):
    code = getattr(_innermost_function(handler), "__code__", None)
    file = getattr(code, "co_filename", None)
    if file is None:
        module = sys.modules.get(getattr(handler, "__module__", None) or "")
        file = getattr(module, "__file__", None)
    if file is None or file.startswith("<"):
        return None
    return os.path.abspath(file)


def _run_coroutine(coroutine, keep):
    """The runtime does not await what a handler returns. One event loop for all invocations, as clients bind to it."""
    import asyncio

    if asyncio._get_running_loop() is not None:  # the caller is itself on a loop: a second one needs its own thread
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(1) as executor:
            return executor.submit(asyncio.run, coroutine).result()
    loop = keep.get("loop")
    if loop is None or loop.is_closed():
        loop = keep["loop"] = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    return loop.run_until_complete(coroutine)


def protect_lambda(handler=None, **options):
    """Guards a Lambda handler. Use it as `@protect_lambda`, as `@protect_lambda(mode="monitor")` or as a call.

    The handler may be a function, an `async def` function (it is then run to its end), a generator of response
    chunks, a method, or an object that can be called. Options, each also as PROTECT_LAMBDA_NAME in the environment:

    rules            folder of the rule files
    mode             block (default), monitor, off
    on_error         block (default) or allow, when the guard itself fails or could not check everything
    budget_ms        time for the inspections of one invocation, 1000
    answer           text (default) or raise, for triggers without a form of refusal
    batch            fail or drop, for records of SQS, Kinesis and DynamoDB streams
    log              json (default) or text
    source           off (default) or address: records name the caller's address
    emf              true: records carry CloudWatch embedded metrics
    emf_namespace    LambdaProtect
    callback_hosts   further hosts that custom resources may be answered on
    root             folder of the function's own code (argument only)
    """
    if handler is None:
        return lambda inner: protect_lambda(inner, **options)
    if getattr(handler, "__protect_lambda__", None) is not None:
        return handler
    if not callable(handler):
        raise TypeError("protect_lambda() needs a handler that can be called")
    guard = _Guard(handler, options)
    inner = _innermost_function(handler)
    code = getattr(inner, "__code__", None)
    takes_self = code is not None and inner is handler and code.co_varnames[:1] in (("self",), ("cls",))
    loops = {}

    def guarded(*args, **kwargs):
        place = 1 if takes_self else 0
        event = args[place] if len(args) > place else kwargs.get("event")
        context = args[place + 1] if len(args) > place + 1 else kwargs.get("context")

        def call(current):
            if len(args) > place:
                result = handler(*args[:place], current, *args[place + 1 :], **kwargs)
            else:
                result = handler(*args, **({**kwargs, "event": current} if "event" in kwargs else kwargs))
            if hasattr(result, "__await__"):
                return _run_coroutine(_awaited(result), loops)
            if hasattr(result, "__anext__"):
                return _drained(result, loops)
            return result

        return guard.run(call, event, context)

    for name in ("__module__", "__name__", "__qualname__", "__doc__"):
        try:
            setattr(guarded, name, getattr(handler, name))
        except (AttributeError, TypeError):
            pass
    guarded.__dict__.update(getattr(handler, "__dict__", {}) if hasattr(handler, "__code__") else {})
    guarded.__wrapped__ = handler
    guarded.__protect_lambda__ = guard
    return guarded


async def _awaited(result):
    return await result


def _drained(chunks, loops):
    """An asynchronous generator as a plain one."""
    while True:
        try:
            chunk = _run_coroutine(_awaited(chunks.__anext__()), loops)
        except StopAsyncIteration:
            return
        yield chunk


# Scripts of Unicode that patterns may name, generated from the Unicode Character Database: pairs of gap and length, base 36.
_SCRIPTS = {
    "Adlam": "2olc 23 5 9 5 1",
    "Ahom": "1j40 q 3 e 5 m",
    "Arabic": "16o 4 2 5 2 d 2 2 2 v 2 9 c p 2 2z 2 x 29 1b 6p x 6 22 2 s 1bv5 dp 3 3z x f 35 4 2 3q 31g u 1w 5 9 8 y 5 181t 3 2 q 2 1 2 0 3 0 2 9 2 3 2 0 2 0 7 0 5 0 2 0 2 0 2 2 2 1 2 0 3 0 2 0 2 0 2 0 2 0 2 1 2 0 3 3 2 6 2 3 2 3 2 0 2 9 2 g 6 2 2 4 2 g 1h 1",
    "Armenian": "10x 11 3 1d 3 2 1chw 4",
    "Balinese": "5c0 24 2 1d",
    "Bengali": "1vk 3 2 7 3 1 3 l 2 6 2 0 4 3 3 8 3 1 3 3 9 0 5 1 2 4 3 o",
    "Bopomofo": "kq 1 93u 16 35 v",
    "Braille": "7wg 73",
    "Canadian_Aboriginal": "3y8 hr fl 1x 1ewr f",
    "Cherokee": "3vk 2d 3 5 twz 27",
    "Common": "0 1s r 5 r 1a 2 e 2 4 o 0 w 0 ci 12 6 4 3 j 39 0 a 0 7 0 2 0 hq 0 7 0 f 0 4 0 x 0 4d 0 ed 0 3m 1 yi 0 ba 3 83 0 168 2 20 1 5o 1 2 0 y6 0 e 0 8 3 2 5 2 2 3 0 li b 3 2e 2 a 4 a 2 e i x 1r 11 2 2 3 5 2 q 2 g 16 2 5 ih n a m pr 75 hf 3 3t e9 2l b7 k 2 0 2 o g 7 5 3 2k 1 4 0 2j 1 44 f x 11 a 0 1d 1r w 28 1c 0 2h 4n 535 1r hkx x 2v 2 4m 9 6t 0 4h 0 b0 0 f 1 g5v 1 5t 9 n y 2 i 2 3 44 0 2 v r 5 r a b 0 1a 1 1t 6 2 6 b 4 77 2 5 18 4 8 29 c 1g 18 6d q 10o5 3 319 70 4 c3 7 m g g 2o 37 1p 6t b 12 3 1p 4 g 9 1 8 t 5 1o 5y j d j d 2e a o 3s 2c 2 1y 2 1 3 0 3 1 3 3 2 b 2 0 2 6 2 1s 2 3 3 7 2 6 2 r 2 3 2 4 2 0 4 6 2 9f 3 83 3 1d 41e 1v 25 1o jn 17 5 2r d e 3 e 2 e 2 10 b 4t 1l p 2 1 e 17 5 8 8 1 f 5 4b rc 4 g 4 c 4 61 7 b 5 0 g b 5 1j 9 9 7 13 9 t 3 b 5 1 f 8 14 9j 9 d 3 c 4 a 4 1k 2 0 5 f 3 b 5 9 8 42 2 2u gvlz 0 v 2n",
    "Coptic": "rm d 80h 37 6 6",
    "Cyrillic": "sg 3o 3 4o 4lt a 4h 0 25 0 38o v nr5 2n han 1 18n5 1p y 0",
    "Devanagari": "1s0 28 5 e 3 p vhd v mip 9",
    "Ethiopic": "3k0 20 2 3 3 6 2 0 2 3 3 14 2 3 3 w 2 3 3 6 2 0 2 3 3 e 2 1k 2 3 3 1u 3 v 4 p 547 m a 6 2 6 2 6 2 6 2 6 2 6 2 6 2 6 opv 5 3 5 3 5 a 6 2 6 1qk2 6 2 3 2 1 2 e",
    "Georgian": "3a8 11 2 0 6 0 3 16 2 3 2a9 16 3 2 37l 11 2 0 6 0",
    "Glagolitic": "8ow 2n 2e1t 6 2 g 3 6 2 1 2 4",
    "Gothic": "1f74 q",
    "Greek": "og 3 2 2 3 3 2 0 5 0 2 0 2 2 2 0 2 j 2 1q f f 4yv 4 1f 4 5 4 2d 0 8x l 3 5 3 11 3 5 3 7 2 0 2 0 2 0 2 u 3 1g 2 e 2 d 3 5 2 i 3 2 2 8 88 0 rb3 0 gyj 26 i 0 155s 1x",
    "Gujarati": "22p 2 2 8 2 2 2 l 2 6 2 1 2 4 3 9 2 2 2 2 3 0 g 3 3 b 8 6",
    "Gurmukhi": "1z5 2 2 5 5 1 3 l 2 6 2 1 2 1 2 1 3 0 2 4 5 1 3 2 4 0 8 3 2 0 8 g",
    "Han": "96o p 2 2g d 5x 1c 0 2 0 q 8 f 3 qt 533 1t g73 hkx a5 3 2x n49 1 d 6 sga wyn x 3dp 3 4gd 3 5rk g h9 1wj f1 15v 3t6 6 6jt",
    "Hangul": "3cw 73 5yn 1 76 2l 36 u 1u u nhe s hw 8mb d m 5 1c 7tx u 4 5 3 5 3 5 3 2",
    "Hebrew": "13l 1i 9 q 5 5 1cfd p 2 4 2 0 2 1 2 1 2 9",
    "Hiragana": "9j5 2d 7 2 23qa 7y j 0 u 2 cry 0",
    "Inherited": "lc 33 7q 1 cl a r 0 kh 3 3fg 19 3 b dh 2 2 c 2 6 5 0 7 0 4 1 5j 1r el 1 5f w 30a 3 30 1 14km f h d r4 0 6b 0 38b 0 1139 19 3 m f5 2 i 7 3 6 v 3 h45v 6n",
    "Javanese": "xhc 25 3 9 5 1",
    "Kannada": "2gw c 2 2 2 m 2 9 2 4 3 8 2 2 2 3 8 1 6 2 2 3 3 9 2 2",
    "Katakana": "9lt 2h 3 2 6p f 5t 1a 2 2f 14b3 9 2 18 ytv 3 2 6 2 1 2 0 80 2 1f 0 f 3",
    "Khmer": "4n4 2l 3 9 7 9 dj v",
    "Lao": "2v5 1 2 0 2 4 2 n 2 0 2 m 3 4 2 0 2 6 2 9 3 3",
    "Latin": "1t p 7 p 1c 0 g 0 6 m 2 u 2 cg 14 4 55o 11 7 1c 6 3 6 c 2 1x 1u 73 aa 0 e 0 h c 3y 1 7 0 s 0 i 14 254 v o83 2t 4 29 l e mp 16 2 8 2 3 fpz 6 t7 p 7 p 1ly 5 2 15 2 8 16iu u 7 5",
    "Malayalam": "2kg c 2 2 2 1e 2 2 2 5 5 f 3 p",
    "Mongolian": "4qo 1 3 0 2 j 7 2g 8 16 1e46 c",
    "Myanmar": "35s 4f u9t u 2q v le9 j",
    "Nko": "1j4 1m 3 2",
    "Ogham": "4g0 s",
    "Oriya": "269 2 2 7 3 1 3 l 2 6 2 1 2 4 3 8 3 1 3 2 8 2 5 1 2 4 3 h",
    "Runic": "4gw 22 4 a",
    "Sinhala": "2o1 2 2 h 4 n 2 8 2 0 3 6 4 0 5 5 2 0 2 7 7 9 3 2 1fcd j",
    "Syriac": "1ds d 2 1n 3 2 7l a",
    "Tamil": "29u 1 2 5 4 2 2 3 4 1 2 0 2 1 4 1 4 2 4 b 5 4 4 2 2 3 3 0 7 0 f k 1ih2 1d e 0",
    "Telugu": "2dc c 2 2 2 m 2 f 3 8 2 2 2 3 8 1 2 2 2 1 3 3 3 9 8 8",
    "Thaana": "1hc 1d",
    "Thai": "2rl 1l 6 r",
    "Tibetan": "2yo 1z 2 z 5 12 2 z 2 e 2 6 5 1",
    "Tifinagh": "8xc 1j 8 1 f 0",
    "Yi": "vls wc 4 1i",
}  # fmt: skip
