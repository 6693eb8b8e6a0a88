"""Measures the Python guard: `python3 bench.py` prints one JSON object of figures.

Warm: the time that the guard adds to an invocation with 50 rules and a clean event, over the time of searching the
event's compact JSON with the same 50 patterns one by one with `re`; and the same with the shipped in rules. Cold: what importing the guard, loading 50 rules
and inspecting a handler of 300 lines adds to the start of a process.
"""

import itertools
import json
import os
import re
import subprocess
import sys
import tempfile
import time

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, here)

IN_RULES = r"""
(?i)<\s*script\b
(?i)\bjavascript\s*:
(?i)\bon(?:error|load|click|mouseover|focus)\s*=
(?i)<\s*iframe\b
(?i)<\s*svg\b[^>]*\bon\w+\s*=
(?i)\bunion\b[\s/*]+(?:all[\s/*]+)?\bselect\b
(?i)\bselect\b.{1,100}\bfrom\b.{1,100}\bwhere\b
(?i)\binsert\s+into\b.{1,100}\bvalues\b
(?i)\bdrop\s+(?:table|database|schema)\b
(?i)\b(?:sleep|benchmark|pg_sleep|waitfor\s+delay)\s*\(
(?i)'\s*or\s+'?\d+'?\s*=\s*'?\d+
(?i)\binformation_schema\b
(?i)\bxp_cmdshell\b
(?i)\bload_file\s*\(
(?i)\binto\s+(?:out|dump)file\b
(?:\.\./){2,}
(?:\.\.\\){2,}
/etc/(?:passwd|shadow|hosts|group)
/proc/self/(?:environ|cmdline|fd)
(?i)\bboot\.ini\b
[;&|`]\s*(?:cat|ls|id|whoami|uname|curl|wget|nc|bash|sh|python|perl)\b
\$\((?:cat|ls|id|whoami|uname|curl|wget|nc|bash|sh)\b
`[^`]{1,80}`
(?i)\bcmd\.exe\b
(?i)\bpowershell(?:\.exe)?\b
\$\{jndi:
(?i)\$\{(?:lower|upper|env|sys):
\{\{.{1,80}\}\}
<%.{1,80}%>
\#\{.{1,80}\}
(?i)\b(?:file|gopher|dict|ldap|phar|expect)://
169\.254\.169\.254
(?i)metadata\.google\.internal
100\.100\.100\.200
(?i)\b(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]):\d+
__proto__
constructor\s*\[\s*["']prototype
\$where\b
\$(?:gt|lt|ne|regex|nin)\b
(?i)<!ENTITY\b
(?i)<!DOCTYPE\b
\bO:\d+:"
\brO0AB
\x80\x04\x95
c__builtin__
(?i)\b(?:system|passthru|shell_exec|popen|proc_open)\s*\(
(?i)\b(?:eval|exec|assert)\s*\(
[\r\n]\s*(?i:set-cookie|location|content-length)\s*:
%0[ad]
\x00
"""


def clean_event(size, number=0):
    """An API Gateway event whose body grows to the size: records as a shop would send them. Numbers give other events."""
    event = {
        "version": "2.0",
        "routeKey": "POST /orders",
        "rawPath": "/orders",
        "rawQueryString": "page=2&sort=name",
        "headers": {
            "accept": "application/json",
            "content-type": "application/json",
            "host": "abc123.execute-api.eu-west-1.amazonaws.com",
            "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
            "x-forwarded-for": "203.0.113.%d" % (number % 250),
        },
        "requestContext": {"http": {"method": "POST", "path": "/orders"}, "requestId": "JKJaXm%06dESHA=" % number},
        "body": "",
        "isBase64Encoded": False,
    }
    orders = []
    while True:
        n = len(orders)
        event["body"] = json.dumps({"orders": orders})
        if len(json.dumps(event)) >= size - 150:
            return event
        for _ in range(max(1, (size - len(json.dumps(event))) // 260)):
            n += 1
            order = n + 5000 * number
            orders.append(
                {
                    "id": "order-%06d" % order,
                    "customer": "Maria Lindqvist %d" % order,
                    "street": "Storgatan %d, 111 %02d Stockholm" % (order % 90, order % 100),
                    "items": [{"sku": "A-%d" % (n * 7), "name": "wool blanket, grey", "price": 49.5, "count": n % 5}],
                }
            )


HANDLER = (
    '"""Orders."""\nimport json\nimport logging\n\nlog = logging.getLogger()\n\n'
    + "".join(
        "def step_{0}(order):\n"
        "    # totals of one order\n"
        '    total = sum(item["price"] * item["count"] for item in order["items"])\n'
        '    log.info(f"order {{order[\'id\']}} has {{total:.2f}}")\n'
        '    return {{"id": order["id"], "total": total, "step": {0}}}\n\n\n'.format(n)
        for n in range(41)
    )
    + 'def handler(event, context):\n    orders = json.loads(event["body"])["orders"]\n    return [step_0(o) for o in orders]\n'
)


def best(work, seconds=0.4, least=5):
    """The shortest of many runs, in seconds of the processor: other programs do not count."""
    fastest = float("inf")
    end = time.perf_counter() + seconds
    count = 0
    while count < least or time.perf_counter() < end:
        start = time.process_time()
        work()
        fastest = min(fastest, time.process_time() - start)
        count += 1
    return fastest


def shipped_rules():
    with open(os.path.join(here, "..", "..", "rules", "in_protect.txt"), encoding="utf-8") as file:
        return file.read()


def warm(figures, source, prefix, sizes):
    import protect_lambda as guard

    rules, bad = guard._parse_rules(source, "in")
    assert not bad and len(rules) > 40, (bad, len(rules))
    patterns = [re.compile(guard._write(rule.pattern.node)) for rule in rules]
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "in_protect.txt"), "w", encoding="utf-8") as file:
            file.write(source)
        os.environ["PROTECT_LAMBDA_RULES"] = folder

        def handler(event, context):
            return None

        class Context:
            aws_request_id = "00000000-0000-4000-8000-000000000001"

        context = Context()
        guarded = guard.protect_lambda(handler)
        for name, size, count in sizes:
            # Other events in every run: no invocation may profit from having seen its body before.
            events = (clean_event(size, number) for number in itertools.count(1))
            texts = [json.dumps(next(events), separators=(",", ":"), ensure_ascii=False) for _ in range(count)]

            def one_by_one():
                for text in texts:
                    for pattern in patterns:
                        pattern.search(text)

            def run(invoke):
                batch = [next(events) for _ in range(count)]
                start = time.process_time()
                for event in batch:
                    invoke(event, context)
                return (time.process_time() - start) / count

            run(guarded)
            added, searched = float("inf"), float("inf")
            for _ in range(4):
                added = min(added, min(run(guarded) for _ in range(3)) - min(run(handler) for _ in range(2)))
                searched = min(searched, best(one_by_one, seconds=0.1, least=1) / count)
            figures[prefix + "warm_%s_ms" % name] = added * 1000
            figures[prefix + "one_by_one_%s_ms" % name] = searched * 1000
            figures[prefix + "ratio_" + name] = added / searched


def cold(figures, prefix, in_rules, code_rules):
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "in_protect.txt"), "w", encoding="utf-8") as file:
            file.write(in_rules)
        with open(os.path.join(folder, "code_protect.txt"), "w") as file:
            file.write(code_rules)
        with open(os.path.join(folder, "app.py"), "w") as file:
            file.write(HANDLER)
        with open(os.path.join(folder, "guarded.py"), "w") as file:
            file.write("import protect_lambda\n" + HANDLER + "\nhandler = protect_lambda.protect_lambda(handler)\n")
        # A function's package cannot be written to, so its modules are compiled at every cold start unless the package
        # brings them compiled: both are measured.
        environment = {**os.environ, "PYTHONPATH": here + os.pathsep + folder, "PROTECT_LAMBDA_RULES": folder}
        environment["PYTHONPYCACHEPREFIX"] = os.path.join(folder, "cache")
        script = (
            "import json, re, os, sys, time\nt = time.process_time()\nimport %s as m\n"
            "assert m.handler({'body': '{\"orders\": []}'}, None) == []\nprint((time.process_time() - t) * 1000)"
        )

        def start(module):
            output = subprocess.run(
                [sys.executable, "-c", script % module], env=environment, capture_output=True, text=True, check=True
            )
            return float(output.stdout.split()[-1])

        for name, without_cache in (("cold_added_ms", "1"), ("cold_compiled_ms", "")):
            environment["PYTHONDONTWRITEBYTECODE"] = without_cache
            start("app"), start("guarded")
            pairs = [(start("guarded"), start("app")) for _ in range(12)]
            figures[prefix + name] = min(guarded for guarded, _ in pairs) - min(bare for _, bare in pairs)


if __name__ == "__main__":
    results = {}
    few = (("1KB", 1024, 100), ("10KB", 10 * 1024, 20), ("1MB", 1024 * 1024, 2))
    warm(results, IN_RULES, "", few)
    warm(results, shipped_rules(), "shipped_", (("1KB", 1024, 30), ("10KB", 10 * 1024, 5), ("1MB", 1024 * 1024, 1)))
    lines = IN_RULES.split("\n")
    cold(results, "", "\n".join(lines[:26]), "\n".join(lines[26:]))
    cold(results, "shipped_", shipped_rules(), "\n".join(lines[26:]))
    print(json.dumps(results))
