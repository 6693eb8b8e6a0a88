"""The handler of a function that a Lambda layer guards: loads the function's own handler and wraps it.

The wrapper script of the layer, or a person who sets the function's handler to `protect_lambda_redirect.handler`, puts
the name of the original into PROTECT_LAMBDA_HANDLER. A handler that cannot be loaded fails the start of the function as
it would without the layer: the exception passes through.
"""

import importlib
import os

from protect_lambda import protect_lambda


def _load(name):
    module, dot, attribute = name.rpartition(".")
    if not dot or not module or not attribute:
        raise ImportError("PROTECT_LAMBDA_HANDLER must name the original handler as module.function")
    loaded = importlib.import_module(module.replace("/", "."))
    if not hasattr(loaded, attribute):
        raise AttributeError("Handler '%s' missing on module '%s'" % (attribute, module))
    return getattr(loaded, attribute)


handler = protect_lambda(_load(os.environ.get("PROTECT_LAMBDA_HANDLER", "")))
