"""Lists what OpenVINO Model Server lets a deployer write and Easel does not know.

    python3 docs/ovms_names.py CHECKOUT

CHECKOUT is a work tree of the model server, or a git directory of it. Compared are the flags of its
command line, the keys of config.json's schema, the options of its image node and the names of its
metrics. A name that Easel refuses on purpose stands in EXPLAINED with the reason. The exit status is
0 when nothing is left over, otherwise 1.
"""

import fnmatch
import pathlib
import re
import subprocess
import sys

HOME = pathlib.Path(__file__).resolve().parent.parent
LANGUAGE = "language models, embeddings and speech are not served"
PLAIN = "plain models, which are not served"
PIPELINES = "parts of pipelines and custom nodes, which are not served"
EXPLAINED = {
    "flag": {
        **dict.fromkeys(
            "batch_size color_format layout mean model_version_policy nireq scale shape".split(), PLAIN
        ),
        **dict.fromkeys(
            (
                "cache_interval_multiplier cache_size draft_source_model dynamic_split_fuse"
                " enable_prefix_caching enable_tool_guided_generation gguf_filename"
                " kv_cache_precision max_allowed_chunks max_num_batched_tokens max_num_seqs"
                " max_prompt_len model_distribution_policy model_type normalize pipeline_type pooling"
                " reasoning_parser tool_parser truncate verbose_response vocoder"
            ).split(),
            LANGUAGE,
        ),
    },
    "key": {
        **dict.fromkeys("all latest num_versions specific versions".split(), PLAIN),
        **dict.fromkeys(
            (
                "alias data_item demultiply_count gather_from_node inputs library_name library_path"
                " loader_config_file loader_name model_name node_name nodes output_alias outputs params"
                " type version"
            ).split(),
            PIPELINES,
        ),
    },
    "option": {"ext": "the place of the options among a node's, not an option"},
    "metric": {"ovms_graph_request_latency_us": "it cannot be enabled there either"},
}


class Checkout:
    """The files of the other server, from a work tree or from git."""

    def __init__(self, place):
        self.place = pathlib.Path(place)
        self.is_tree = (self.place / "src").is_dir()

    def git(self, *words):
        command = ["git", "-C", str(self.place), *words]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def files(self, pattern):
        if self.is_tree:
            every = (str(p.relative_to(self.place)) for p in (self.place / "src").rglob("*"))
        else:
            every = self.git("ls-tree", "-r", "--name-only", "HEAD").splitlines()
        return sorted(p for p in every if fnmatch.fnmatch(p, pattern) and "/test/" not in p)

    def text(self, pattern):
        texts = []
        for path in self.files(pattern):
            texts.append(
                (self.place / path).read_text()
                if self.is_tree
                else self.git("show", "HEAD:" + path)
            )
        if not texts:
            sys.exit(f"{self.place} has no {pattern}; is it a checkout of the model server?")
        return "\n".join(texts)

    def names(self):
        flags = self.text("src/*cli_parser.cpp")
        proto = self.text("src/image_gen/*.proto")
        return {
            "flag": set(re.findall(r'^\s*\(\s*"([a-z][a-zA-Z0-9_-]+)"\s*,', flags, re.M)),
            "key": keys(self.text("src/schema.cpp")),
            "option": options(proto),
            "metric": set(re.findall(r'"(ovms_[a-z_]+)"', self.text("src/metrics/*.cpp"))),
        }


def keys(schema):
    """The names of properties: neither the schema's own words nor those of its definitions."""
    named = set(re.findall(r'"([a-z_]+)"\s*:\s*\{', schema))
    parts = set(re.findall(r"#/definitions/(\w+)", schema))
    return named - parts - {"definitions", "properties", "items", "not"}


def options(proto):
    """The fields of all messages of a .proto file."""
    field = r"^\s*(?:optional|required|repeated)\s+[\w.]+\s+(\w+)\s*="
    return set(re.findall(field, proto, re.M))


def java(folder):
    return "\n".join(p.read_text() for p in (HOME / folder).rglob("*.java"))


def ours():
    source = "http-frontend/src/main/java/dev/easel/"
    protos = (HOME / "calculators/src/main/protobuf").rglob("*.proto")
    return {
        "flag": set(re.findall(r'"--([a-zA-Z0-9_-]+)"', java(source + "cli"))) | {"help", "version"},
        "key": set(re.findall(r'"([a-z_]+)"', java(source + "serving/config"))),
        "option": options("\n".join(p.read_text() for p in protos)),
        "metric": set(re.findall(r'"(ovms_[a-z_]+)"', java(source + "http/metrics"))),
    }


def main(arguments):
    if len(arguments) != 1:
        sys.exit(__doc__)
    theirs, known = Checkout(arguments[0]).names(), ours()
    left_over = 0
    for kind, names in theirs.items():
        unknown = sorted(names - known[kind])
        print(f"{kind}s: {len(names)}, known here: {len(names) - len(unknown)}")
        for name in unknown:
            reason = EXPLAINED[kind].get(name)
            left_over += reason is None
            print(f"  {name}: {reason or 'NOT EXPLAINED'}")
    return 1 if left_over else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
