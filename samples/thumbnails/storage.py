"""Where pictures come from and go to. Imported by the handler, so it is looked at as well."""

import os


def fetch(bucket, key):
    path = "/tmp/" + key
    os.makedirs(os.path.dirname(path), exist_ok=True)
    print("fetching", bucket, len(key))
    return path


def store(name, path, file_type, size):
    os.chmod(path, 0o777)
    return {"name": name, "type": file_type, "size": size}
