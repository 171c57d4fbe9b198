"""Drives files and batches with the OpenAI Python package, unchanged.

usage: openai_batches.py BASE_URL MODEL FOLDER

The last line printed is a JSON object with what the client saw.
"""
import json
import pathlib
import sys
import time

import openai

base_url, model, folder = sys.argv[1:4]
client = openai.OpenAI(base_url=base_url, api_key="unused", max_retries=0)

lines = []
for index in range(4):
    body = {"model": model, "prompt": f"picture {index}", "size": "64x64", "num_inference_steps": 2}
    if index == 3:
        body["size"] = "64by64"
    lines.append({"custom_id": f"line-{index}", "method": "POST", "url": "/v1/images/generations", "body": body})
source = pathlib.Path(folder) / "batch.jsonl"
source.write_text("".join(json.dumps(line) + "\n" for line in lines))

with open(source, "rb") as file:
    uploaded = client.files.create(file=file, purpose="batch")
batch = client.batches.create(
    input_file_id=uploaded.id, endpoint="/v1/images/generations", completion_window="24h",
    metadata={"what": "test"})
created = batch.status
while batch.status in ("validating", "in_progress", "finalizing"):
    time.sleep(0.05)
    batch = client.batches.retrieve(batch.id)
answers = [json.loads(line) for line in client.files.content(batch.output_file_id).text.splitlines()]
errors = [json.loads(line) for line in client.files.content(batch.error_file_id).text.splitlines()]
listed = [one.id for one in client.batches.list(limit=10)]
files = [one.id for one in client.files.list()]
again = client.batches.create(
    input_file_id=uploaded.id, endpoint="/v1/images/generations", completion_window="24h")
cancelled = client.batches.cancel(again.id)
deleted = client.files.delete(uploaded.id)
try:
    client.files.retrieve(uploaded.id)
    gone = ""
except openai.NotFoundError as missing:
    gone = missing.code
print(json.dumps({
    "created": created,
    "status": batch.status,
    "counts": batch.request_counts.to_dict(),
    "metadata": batch.metadata,
    "answers": sorted(line["custom_id"] for line in answers),
    "has_pictures": all(line["response"]["body"]["data"][0]["b64_json"] for line in answers),
    "errors": [(line["custom_id"], line["response"]["body"]["error"]["param"]) for line in errors],
    "is_listed": batch.id in listed,
    "files": uploaded.id in files and batch.output_file_id in files,
    "cancelled": cancelled.status,
    "deleted": deleted.deleted,
    "gone": gone,
}))
