"""Runs the shared cases of guard/cases with the Python guard: `python3 run_cases.py [FILE...]`.

Prints one JSON line per case: {"file", "name", "ok"} or with "skipped" or "expected" and "actual".
"""

import contextlib
import io
import json
import os
import sys
import tempfile

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, here)
sys.dont_write_bytecode = True

import protect_lambda as guard  # noqa: E402

FOREVER = float("inf")


def utf16(text, offset):
    return offset + sum(1 for char in text[:offset] if char > "\uffff")


def run_match(case):
    try:
        pattern = guard._Pattern(case["pattern"])
    except guard._BadPattern:
        return {"invalid": True}
    text = case["text"]
    lowered = guard._lower(text)

    def loop(search):
        matches = []
        at = 0
        while at <= len(text):
            found = search(at)
            if found is None:
                break
            matches.append([utf16(text, found[0]), utf16(text, found[1])])
            at = found[1] if found[1] > found[0] else found[1] + 1
        return matches

    automaton = guard._Automaton(pattern.node)

    def by_automaton(at):
        spans = automaton.search(text, at, FOREVER)
        return None if spans is None else (spans[0], spans[1])

    matches = loop(lambda at: pattern.search(text, at, FOREVER))
    if matches != loop(by_automaton):
        return {"matches": matches, "automaton": loop(by_automaton)}
    if matches and not pattern.may_match(lowered):
        return {"matches": matches, "gate": pattern.gate}
    return {"matches": matches}


def rules_of(case, kind):
    return guard._parse_rules(case["rules"].get(kind, ""), kind)


def run_code(case):
    rules, bad = rules_of(case, "code")
    source = guard._Source(case["text"], case["language"])
    live, suppressed = [], []
    for hit in source.scan(rules):
        line, column = source.place(hit.start)
        end_line, end_column = source.place(hit.end)
        entry = {"rule": hit.rule.id, "line": line, "column": column}
        if end_line != line:
            entry["endLine"] = end_line
        entry["endColumn"] = end_column
        if hit.rule.mode == "monitor":
            entry["mode"] = "monitor"
        if hit.suppressed is not None:
            entry["reason"] = hit.suppressed
            suppressed.append(entry)
        else:
            live.append(entry)
    result = {"verdict": live, "blocked": any("mode" not in entry for entry in live)}
    if suppressed or "suppressed" in case:
        result["suppressed"] = suppressed
    if bad:
        result["bad"] = bad
    return result


def run_event(case, kind):
    rules, bad = rules_of(case, kind)
    if "eventText" in case:
        value = json.loads(case["eventText"])
    else:
        value = case["event" if kind == "in" else "response"]
    hits, left_out = guard._EventRules(rules).inspect(value, FOREVER)
    verdict = []
    for hit in hits:
        entry = {"rule": hit.rule.id, "path": hit.path}
        if hit.layers:
            entry["layers"] = list(hit.layers)
        if hit.is_key:
            entry["key"] = True
        if hit.rule.mode == "monitor":
            entry["mode"] = "monitor"
        verdict.append(entry)
    result = {"verdict": verdict, "blocked": any("mode" not in entry for entry in verdict)}
    if left_out:
        result["incomplete"] = True
    if bad:
        result["bad"] = bad
    return result


class Context:
    aws_request_id = "00000000-0000-4000-8000-000000000001"


def run_invoke(case):
    seen = []

    def handler(event, context):
        seen.append(event)
        return case.get("returns", "ok")

    before = {key: value for key, value in os.environ.items() if key.startswith("PROTECT_LAMBDA_")}
    for key in before:
        del os.environ[key]
    output = io.StringIO()
    result = {}
    with tempfile.TemporaryDirectory() as folder:
        for kind, text in case["rules"].items():
            with open(os.path.join(folder, kind + "_protect.txt"), "w", encoding="utf-8", newline="") as file:
                file.write(text)
        os.environ["PROTECT_LAMBDA_RULES"] = folder
        os.environ.update(case.get("env", {}))
        try:
            with contextlib.redirect_stdout(output):
                result["answer"] = guard.protect_lambda(handler)(case["event"], Context())
        except guard.SecurityViolation:
            result["raises"] = True
        finally:
            for key in [key for key in os.environ if key.startswith("PROTECT_LAMBDA_")]:
                del os.environ[key]
            os.environ.update(before)
    result["handlerEvent"] = seen[0] if seen else None
    lines = [line for line in output.getvalue().splitlines() if line]
    if "records" in case:
        records = [json.loads(line) for line in lines if "Violation" in line]
        result["records"] = [
            {key: record.get(key) for key in wanted} for record, wanted in zip(records, case["records"])
        ] + records[len(case["records"]) :]
    return {key: value for key, value in result.items() if key in case or key in ("raises",)}


def run_rules(case):
    [(kind, text)] = case["rules"].items()
    rules, _ = guard._parse_rules(text, kind)
    facts = []
    for index, rule in enumerate(rules):
        wanted = case["parsed"][index] if index < len(case["parsed"]) else {"id": None}
        known = {
            "id": rule.id,
            "pattern": rule.source,
            "line": rule.line,
            "lang": list(rule.lang),
            "where": rule.where,
            "span": "file" if rule.whole_file else "line",
            "mode": rule.mode,
        }
        facts.append({key: known.get(key, wanted[key]) for key in wanted})
    return {"parsed": facts}


def run(case):
    kind = case["kind"]
    if kind == "match":
        return run_match(case)
    if kind == "code":
        if case.get("regions") and case["language"] != "python":
            return None
        return run_code(case)
    if kind in ("in", "out"):
        return run_event(case, kind)
    if kind == "invoke":
        return run_invoke(case)
    return run_rules(case)


EXPECTED = {
    "match": ("matches", "invalid"),
    "code": ("verdict", "blocked", "suppressed"),
    "in": ("verdict", "blocked", "incomplete"),
    "out": ("verdict", "blocked", "incomplete"),
    "invoke": ("handlerEvent", "answer", "raises", "records"),
    "rules": ("parsed",),
}


def main(files):
    folder = os.path.join(here, "..", "cases")
    files = files or sorted(os.path.join(folder, name) for name in os.listdir(folder) if name.endswith(".json"))
    for path in files:
        with open(path, encoding="utf-8") as file:
            cases = json.load(file)
        for case in cases:
            line = {"file": os.path.basename(path), "name": case["name"]}
            try:
                actual = run(case)
            except Exception as problem:
                actual = {"crash": repr(problem)}
            expected = {key: case[key] for key in EXPECTED[case["kind"]] if key in case}
            line["ok"] = actual is None or actual == expected
            if actual is None:
                line["skipped"] = True
            elif not line["ok"]:
                line.update(expected=expected, actual=actual)
            print(json.dumps(line, ensure_ascii=True))


if __name__ == "__main__":
    main(sys.argv[1:])
