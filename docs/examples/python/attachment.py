"""Sends a statement with a file and reads it back with it. Scopes xapi:write, xapi:read and identity:read.

python3 attachment.py http://127.0.0.1:3000 KEY:SECRET      (or SNOWLIGHT_URL and SNOWLIGHT_KEY)
"""

import hashlib
import json
import uuid

from snowlight import ask

file = b"Certificate of attendance\n"
sha2 = hashlib.sha256(file).hexdigest()
id = str(uuid.uuid4())
statement = {
    "id": id,
    "actor": {"account": {"homePage": "https://lms.example.org", "name": "python-attachment"}},
    "verb": {"id": "http://adlnet.gov/expapi/verbs/completed"},
    "object": {"id": "https://lms.example.org/runs/htn-2026-09"},
    "attachments": [
        {
            "usageType": "http://adlnet.gov/expapi/attachments/certificate",
            "display": {"en": "Certificate"},
            "contentType": "text/plain",
            "length": len(file),
            "sha2": sha2,
        }
    ],
}

# multipart/mixed: the statement first, then one part for each file. Lines end in CR LF.
body = b"".join(
    [
        b"--part\r\nContent-Type: application/json\r\n\r\n",
        json.dumps(statement).encode(),
        b"\r\n--part\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: binary\r\n",
        f"X-Experience-API-Hash: {sha2}\r\n\r\n".encode(),
        file,
        b"\r\n--part--\r\n",
    ]
)
status, _, text = ask("POST", "/xapi/statements", body, Content_Type="multipart/mixed; boundary=part")
print(status, text.decode())

_, _, text = ask("GET", f"/xapi/statements?statementId={id}&attachments=true")
print(text.decode())
