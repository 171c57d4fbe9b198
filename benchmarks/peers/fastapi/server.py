"""An images server as people write it first: FastAPI, uvicorn, and a pipeline for each thread of a pool.

    server.py --model FOLDER --port 8000 --threads 2 [--properties JSON]
"""
import argparse
import asyncio
import base64
import concurrent.futures
import contextlib
import io
import json
import random
import threading
import time

import fastapi
import openvino_genai
import pydantic
import uvicorn
from PIL import Image


class Request(pydantic.BaseModel):
    model: str = "model"
    prompt: str
    size: str = "512x512"
    num_inference_steps: int = 20
    guidance_scale: float = 7.5
    rng_seed: int | None = None


class Pipelines:
    """Threads with a pipeline each; a request waits until one of them is free."""

    def __init__(self, model, properties, threads):
        self.own = threading.local()
        all_there = threading.Barrier(threads)  # each waits for the others, so each thread takes one call

        def load():
            try:
                self.own.pipeline = openvino_genai.Text2ImagePipeline(model, "CPU", **properties)
            except BaseException:
                all_there.abort()
                raise

        self.pool = concurrent.futures.ThreadPoolExecutor(threads, initializer=load)
        for loaded in [self.pool.submit(all_there.wait) for _ in range(threads)]:
            loaded.result()

    def png(self, request):
        width, height = (int(side) for side in request.size.split("x"))
        seed = request.rng_seed if request.rng_seed is not None else random.getrandbits(31)
        pixels = self.own.pipeline.generate(
            request.prompt, width=width, height=height, num_inference_steps=request.num_inference_steps,
            guidance_scale=request.guidance_scale, rng_seed=seed).data[0]
        out = io.BytesIO()
        Image.fromarray(pixels).save(out, "PNG")
        return base64.b64encode(out.getvalue()).decode()


def application(arguments):
    @contextlib.asynccontextmanager
    async def lifespan(app):
        app.pipelines = Pipelines(arguments.model, arguments.properties, arguments.threads)
        yield
        app.pipelines.pool.shutdown()

    app = fastapi.FastAPI(lifespan=lifespan)

    @app.get("/health")
    async def health():
        return {}

    @app.post("/v1/images/generations")
    async def generate(request: Request):
        loop = asyncio.get_running_loop()
        encoded = await loop.run_in_executor(app.pipelines.pool, app.pipelines.png, request)
        # The answer as it is: FastAPI's encoder would look through all of it again.
        return fastapi.responses.JSONResponse({"created": int(time.time()), "data": [{"b64_json": encoded}]})

    return app


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", required=True)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--properties", type=json.loads, default={}, metavar="JSON")
    arguments = parser.parse_args()
    uvicorn.run(application(arguments), host="127.0.0.1", port=arguments.port, access_log=False, log_level="warning")


if __name__ == "__main__":
    main()
