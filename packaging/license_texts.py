#!/usr/bin/env python3
"""The license texts of what a release brings: those within each jar, else those of packaging/licenses, else Easel's own.

As a program it reads a list of contents (CycloneDX) and a Maven repository, and prints what has no text.
"""

import json
import pathlib
import re
import shutil
import sys
import zipfile

TEXTS = pathlib.Path(__file__).resolve().parent / "licenses"
LICENSE_FILE = re.compile(r"(^|/)(licen[cs]e|notice|copying|copyright|about)[^/]*$", re.IGNORECASE)
NO_TEXT = (".class", ".java", ".js", ".css", ".gif", ".png")


def add(folder, components):
    """Puts the texts into a release's folder 'licenses', with an index; returns what has none."""
    place = folder / "licenses"
    shutil.copy(TEXTS / "golang.org.x.image.txt", place)  # that NOTICE names
    rows, lacking = [], []
    for component in sorted(components, key=lambda each: (each.get("group", ""), each["name"])):
        name, number = component["name"], component.get("version", "")
        own = place / f"{name}-{number}"
        texts = {text.name: text.read_bytes() for text in kept(component)}
        for jar in sorted((folder / "lib").glob(f"{name}-{number}*.jar")):
            texts |= within(jar)
        for file, text in texts.items():
            own.mkdir(exist_ok=True)
            (own / file).write_bytes(text)
        if component.get("group") == "dev.easel":
            continue
        files = sorted(file.name for file in own.iterdir()) if own.is_dir() else []
        if not files and not is_apache(component):
            lacking.append(lack(component))
        links = ", ".join(f"[{file}]({own.name}/{file})" for file in files) or "[LICENSE](../LICENSE)"
        rows.append(f"| {name} | {number} | {', '.join(terms(component))} | {links} |")
    (place / "README.md").write_text("\n".join(
        ["# Licenses of what is inside", "", "| what | version | license | text |", "|---|---|---|---|", *rows, ""]))
    return lacking


def missing(components, repository):
    """What would have no text, before anything is built: jars are looked into where Maven keeps them."""
    lacking = []
    for component in components:
        if component.get("group") == "dev.easel" or is_apache(component) or kept(component):
            continue
        place = repository.joinpath(*component["group"].split("."), component["name"], component["version"])
        if not any(within(jar) for jar in place.glob("*.jar")):
            lacking.append(lack(component))
    return lacking


def kept(component):
    """Texts that no jar has, by the group that publishes the library."""
    group = f"{component.get('group', component['name'])}."
    return [text for text in sorted(TEXTS.glob("*.txt")) if group.startswith(f"{text.stem}.")]


def within(jar):
    with zipfile.ZipFile(jar) as archive:
        names = [name for name in sorted(archive.namelist())
                 if not name.endswith("/") and LICENSE_FILE.search(name) and not name.lower().endswith(NO_TEXT)]
        return {name.removeprefix("META-INF/").replace("/", "-"): archive.read(name) for name in names}


def terms(component):
    return sorted({each.get("license", {}).get("id") or each.get("license", {}).get("name") or each.get("expression")
                   or "unknown" for each in component.get("licenses", [])})


def is_apache(component):
    return any("Apache" in each for each in terms(component))


def lack(component):
    group, name, number = component.get("group", component["name"]), component["name"], component.get("version", "")
    return (f"{name} {number} ({', '.join(terms(component)) or 'no license named'}) brings no license text: put one into"
            f" packaging/licenses/{group}.txt")


if __name__ == "__main__":
    listed = json.loads(pathlib.Path(sys.argv[1]).read_text())["components"]
    sys.exit("\n".join(missing(listed, pathlib.Path(sys.argv[2]))) or None)
