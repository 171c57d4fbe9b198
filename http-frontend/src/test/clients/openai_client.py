"""Plays one scene against a server with the OpenAI Python package.

usage: openai_client.py BASE_URL MODEL SCENE IN_FOLDER OUT_FOLDER

IN_FOLDER holds image.png and mask.png. Every picture that comes back is written to OUT_FOLDER as it
came; the last line printed is a JSON object with what the client saw. A scene named error-… prints
the exception's class, status, code and param.
"""
import base64
import json
import pathlib
import sys

import openai

base_url, model, scene, source, out = sys.argv[1:6]
source, out = pathlib.Path(source), pathlib.Path(out)
client = openai.OpenAI(base_url=base_url, api_key="unused", max_retries=0)
FEW_STEPS = {"rng_seed": 409, "num_inference_steps": 8}


def keep(answer):
    files = []
    for index, picture in enumerate(answer.data):
        file = out / f"{scene}-{index}"
        file.write_bytes(base64.b64decode(picture.b64_json))
        files.append(file.name)
    usage = answer.usage.to_dict() if answer.usage else None
    return {"files": files, "created": answer.created, "usage": usage,
            "output_format": answer.output_format, "size": answer.size}


def image(name="image.png"):
    return open(source / name, "rb")


def generate(**more):
    extra = dict(FEW_STEPS, size="256x256", **more.pop("extra_body", {}))
    return client.images.generate(model=model, prompt="a red circle on a white background", extra_body=extra, **more)


events = []


def keep_stream(stream):
    files = []
    for event in stream:
        events.append(event.type)
        if getattr(event, "b64_json", None):
            file = out / f"{scene}-{len(files)}"
            file.write_bytes(base64.b64decode(event.b64_json))
            files.append(file.name)
    usage = getattr(event, "usage", None)
    return {"events": events, "files": files,
            "usage": usage.to_dict() if usage else None}


STREAMS = {
    "stream": lambda: generate(stream=True, partial_images=2),
    "stream-progress": lambda: generate(stream=True, extra_body={"progress": True}),
    "stream-edit": lambda: client.images.edit(
        model=model, image=image(), prompt="a blue square on a white background", stream=True, partial_images=1,
        extra_body={**FEW_STEPS, "strength": 1.0}),
    "error-stream-late": lambda: client.images.generate(
        model=model, prompt="a red circle", stream=True, partial_images=3,
        extra_body={**FEW_STEPS, "size": "64x64"}),
    "error-stream-size": lambda: client.images.generate(
        model=model, prompt="a red circle", stream=True, extra_body={"size": "64by64"}),
}

def ignored():
    raw = client.images.with_raw_response.generate(
        model=model, prompt="a red circle", quality="high", moderation="low", style="vivid", user="somebody",
        background="opaque", extra_body=FEW_STEPS)
    return {"ignored": raw.headers.get("x-easel-ignored-parameters")}


SCENES = {
    "generate": lambda: generate(),
    "generate-two": lambda: generate(n=2),
    "generate-jpeg": lambda: generate(output_format="jpeg", output_compression=80),
    "generate-webp": lambda: generate(output_format="webp", output_compression=80),
    "edit": lambda: client.images.edit(
        model=model, image=image(), prompt="a blue square on a white background",
        extra_body={**FEW_STEPS, "strength": 0.6}),
    "edit-list": lambda: client.images.edit(
        model=model, image=[image()], prompt="a blue square on a white background",
        extra_body={**FEW_STEPS, "strength": 0.6}),
    "edit-with-mask": lambda: client.images.edit(
        model=model, image=image(), mask=image("mask.png"), prompt="a blue square on a white background",
        extra_body={**FEW_STEPS, "size": "256x256"}),
    "variation": lambda: client.images.create_variation(model=model, image=image(), extra_body=FEW_STEPS),
    "error-model": lambda: client.images.generate(model="no-such-model", prompt="a red circle"),
    "error-size": lambda: client.images.generate(model=model, prompt="a red circle", extra_body={"size": "64by64"}),
    "error-background": lambda: generate(background="transparent"),
    "error-image": lambda: client.images.edit(
        model=model, image=("x.png", b"no image at all", "image/png"), prompt="a red circle"),
}

try:
    if scene in STREAMS:
        result = keep_stream(STREAMS[scene]())
    else:
        result = ignored() if scene == "ignored" else keep(SCENES[scene]())
except openai.APIStatusError as error:
    result = {"raised": type(error).__name__, "status": error.status_code, "code": error.code, "param": error.param,
              "message": error.message}
except openai.APIError as error:
    result = {"raised": type(error).__name__, "message": error.message, "type": error.type, "events": events}
print(json.dumps(result))
