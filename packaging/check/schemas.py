#!/usr/bin/env python3
"""Makes the JSON schemas in schemas/ against which 'charts' checks manifests.

They come from Kubernetes's OpenAPI description and from the definitions of KEDA's, KServe's and the Prometheus
operator's resources, as their Go modules have them. Descriptions are left out, unknown fields refused, and what
occurs more than once is written once.
"""

import collections
import json
import pathlib
import subprocess

import yaml

KUBERNETES = "k8s.io/kubernetes@v1.33.3"
KINDS = {"apps/v1": ["Deployment"], "v1": ["ConfigMap", "PersistentVolumeClaim", "Service", "ServiceAccount"],
         "policy/v1": ["PodDisruptionBudget"], "networking.k8s.io/v1": ["NetworkPolicy"]}
DEFINITIONS = {
    "github.com/kedacore/keda/v2@v2.17.2": ["config/crd/bases/keda.sh_scaledobjects.yaml"],
    "github.com/kserve/kserve@v0.15.2": ["config/crd/full/serving.kserve.io_clusterservingruntimes.yaml",
                                         "config/crd/full/serving.kserve.io_inferenceservices.yaml"],
    "github.com/prometheus-operator/prometheus-operator@v0.83.0": [
        "example/prometheus-operator-crd/monitoring.coreos.com_prometheusrules.yaml",
        "example/prometheus-operator-crd/monitoring.coreos.com_servicemonitors.yaml"],
}
KEPT = ("type", "enum", "pattern", "minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "required")
PLACE = pathlib.Path(__file__).resolve().parent / "schemas"


def main():
    PLACE.mkdir(exist_ok=True)
    swagger = json.loads((module(KUBERNETES) / "api/openapi-spec/swagger.json").read_text())["definitions"]
    for name, definition in swagger.items():
        for each in definition.get("x-kubernetes-group-version-kind", []):
            version = "/".join(part for part in (each["group"], each["version"]) if part)
            if each["kind"] in KINDS.get(version, []):
                write(each["kind"], version, reduced(definition, swagger))
    for where, files in DEFINITIONS.items():
        for file in files:
            resource = yaml.safe_load((module(where) / file).read_text())["spec"]
            for version in resource["versions"]:
                if version["served"]:
                    schema = reduced(version["schema"]["openAPIV3Schema"], {})
                    schema["properties"]["metadata"] = reduced(
                        swagger["io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"], swagger)
                    write(resource["names"]["kind"], f"{resource['group']}/{version['name']}", schema)


def module(name):
    done = subprocess.run(["go", "mod", "download", "-json", name], check=True, capture_output=True, text=True)
    return pathlib.Path(json.loads(done.stdout)["Dir"])


def reduced(schema, definitions):
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        if name.endswith(("IntOrString", "resource.Quantity")):
            return {"type": ["integer", "string", "number"]}
        return reduced(definitions[name], definitions)
    if schema.get("x-kubernetes-int-or-string"):
        return {"type": ["integer", "string"]}
    kept = {key: schema[key] for key in KEPT if key in schema}
    if "items" in schema:
        kept["items"] = reduced(schema["items"], definitions)
    if "properties" in schema:
        kept["properties"] = {name: reduced(each, definitions) for name, each in schema["properties"].items()}
        if not schema.get("x-kubernetes-preserve-unknown-fields"):
            kept["additionalProperties"] = False
    elif isinstance(schema.get("additionalProperties"), dict):
        kept["additionalProperties"] = reduced(schema["additionalProperties"], definitions)
    return kept


def write(kind, version, schema):
    group, _, number = version.rpartition("/")
    schema["properties"]["apiVersion"] = {"const": version}
    schema["properties"]["kind"] = {"const": kind}
    schema["required"] = sorted({*schema.get("required", []), "apiVersion", "kind"})
    found = collections.Counter()
    count(schema, found)
    shared = {text: f"d{index}" for index, text in enumerate(
        sorted(text for text, times in found.items() if times > 1 and len(text) > 120))}
    whole = {**linked(schema, shared, top=True),
             "definitions": {name: linked(json.loads(text), shared, top=True) for text, name in shared.items()}}
    middle = f"-{group.split('.')[0]}" if group else ""
    file = PLACE / f"{kind.lower()}{middle}-{number}.json"
    file.write_text(json.dumps(whole, sort_keys=True, separators=(",", ":")) + "\n")
    print(file.name, file.stat().st_size)


def count(schema, found):
    if isinstance(schema, dict):
        text = json.dumps(schema, sort_keys=True)
        found[text] += is_schema(schema)
        # What is counted once more as a whole needs no counting inside.
        if found[text] < 2:
            for each in schema.values():
                count(each, found)


def is_schema(part):
    """Other parts map names of fields, one of which may be 'type'."""
    return isinstance(part.get("type"), (str, list))


def linked(schema, shared, top=False):
    if isinstance(schema, dict):
        name = shared.get(json.dumps(schema, sort_keys=True))
        if name and not top and is_schema(schema):
            return {"$ref": f"#/definitions/{name}"}
        return {key: linked(each, shared) for key, each in schema.items()}
    return schema


if __name__ == "__main__":
    main()
