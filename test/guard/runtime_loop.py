"""A stand-in for AWS's Python runtime client, which no registry offers: the same loop over the Runtime API.

Reads AWS_LAMBDA_RUNTIME_API, LAMBDA_TASK_ROOT and _HANDLER; ends when the API closes the connection.
"""

import importlib
import json
import os
import sys
import time
import traceback
from decimal import Decimal
from http.client import HTTPConnection, HTTPException

BASE = "/2018-06-01/runtime"


class Identity:
    def __init__(self, text):
        facts = json.loads(text) if text else {}
        self.cognito_identity_id = facts.get("cognitoIdentityId")
        self.cognito_identity_pool_id = facts.get("cognitoIdentityPoolId")


class Context:
    def __init__(self, headers):
        self.aws_request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        self.invoked_function_arn = headers.get("Lambda-Runtime-Invoked-Function-Arn")
        self.function_name = os.environ.get("AWS_LAMBDA_FUNCTION_NAME")
        self.function_version = os.environ.get("AWS_LAMBDA_FUNCTION_VERSION")
        self.memory_limit_in_mb = os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.log_group_name = os.environ.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = os.environ.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.identity = Identity(headers.get("Lambda-Runtime-Cognito-Identity"))
        client = headers.get("Lambda-Runtime-Client-Context")
        self.client_context = json.loads(client) if client else None
        self._deadline = int(headers["Lambda-Runtime-Deadline-Ms"])

    def get_remaining_time_in_millis(self):
        return max(0, self._deadline - int(time.time() * 1000))


class Fault(Exception):
    """A failure of the runtime's own, with the type that AWS's client gives it."""

    def __init__(self, error_type, message):
        super().__init__(message)
        self.error_type = error_type


def encode(value):
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError("Object of type %s is not JSON serializable" % type(value).__name__)


def load():
    module, dot, name = os.environ["_HANDLER"].rpartition(".")
    if not dot:
        raise Fault("Runtime.MalformedHandlerName", "Bad handler '%s'" % os.environ["_HANDLER"])
    try:
        loaded = importlib.import_module(module.replace("/", "."))
    except ImportError as problem:
        raise Fault("Runtime.ImportModuleError", "Unable to import module '%s': %s" % (module, problem)) from None
    if not hasattr(loaded, name):
        raise Fault("Runtime.HandlerNotFound", "Handler '%s' missing on module '%s'" % (name, module))
    return getattr(loaded, name)


def error_of(problem):
    error_type = getattr(problem, "error_type", None) or type(problem).__name__
    stack = traceback.format_list(traceback.extract_tb(problem.__traceback__))
    return error_type, {"errorMessage": str(problem), "errorType": error_type, "stackTrace": stack}


def post(connection, path, body, headers):
    connection.request("POST", BASE + path, body, headers)
    connection.getresponse().read()


def run():
    sys.path.insert(0, os.environ["LAMBDA_TASK_ROOT"])
    connection = HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
    try:
        handler = load()
    except Exception as problem:
        error_type, body = error_of(problem)
        headers = {"Lambda-Runtime-Function-Error-Type": error_type, "Content-Type": "application/json"}
        post(connection, "/init/error", json.dumps(body), headers)
        return 1
    while True:
        try:
            connection.request("GET", BASE + "/invocation/next")
            response = connection.getresponse()
            payload = response.read()
        except (HTTPException, OSError):
            return 0
        if response.status != 200:
            return 0
        request_id = response.headers["Lambda-Runtime-Aws-Request-Id"]
        os.environ["_X_AMZN_TRACE_ID"] = response.headers.get("Lambda-Runtime-Trace-Id", "")
        try:
            try:
                event = json.loads(payload)
            except ValueError as problem:
                raise Fault("Runtime.UnmarshalError", "Unable to unmarshal input: %s" % problem) from None
            result = handler(event, Context(response.headers))
            try:
                body = json.dumps(result, default=encode, ensure_ascii=False).encode("utf-8")
            except (TypeError, ValueError) as problem:
                raise Fault("Runtime.MarshalError", "Unable to marshal response: %s" % problem) from None
        except Exception as problem:
            error_type, facts = error_of(problem)
            print("[ERROR] %s: %s" % (error_type, facts["errorMessage"]), flush=True)
            headers = {"Lambda-Runtime-Function-Error-Type": error_type, "Content-Type": "application/json"}
            post(connection, "/invocation/%s/error" % request_id, json.dumps(facts), headers)
        else:
            post(connection, "/invocation/%s/response" % request_id, body, {"Content-Type": "application/json"})


if __name__ == "__main__":
    sys.exit(run())
