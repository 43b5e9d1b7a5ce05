"""Asks the record store, with what every Python has. The other examples import this."""

import base64
import json
import os
import sys
import urllib.error
import urllib.request

url = sys.argv[1] if len(sys.argv) > 1 else os.environ["SNOWLIGHT_URL"]
key = sys.argv[2] if len(sys.argv) > 2 else os.environ["SNOWLIGHT_KEY"]  # KEY:SECRET


def ask(method, path, body=None, **headers):
    """Status, headers and bytes of the answer; header names are written with _ for -.

    Raises OSError (URLError, ConnectionError, TimeoutError) where there was no answer."""
    everywhere = {
        "Authorization": "Basic " + base64.b64encode(key.encode()).decode(),
        "X-Experience-API-Version": "1.0.3",
        "Accept-Language": "en",
    }
    if body is not None and not isinstance(body, bytes):
        body = json.dumps(body).encode()
        everywhere["Content-Type"] = "application/json"
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(url + path, body, {**everywhere, **named}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as refusal:  # an answer too, with its reason in it
        return refusal.code, refusal.headers, refusal.read()
