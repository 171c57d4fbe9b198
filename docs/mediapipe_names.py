"""Counts the public names of MediaPipe's framework and checks that the page beside this has each.

    python3 docs/mediapipe_names.py CHECKOUT [--list]

CHECKOUT is a work tree of MediaPipe. Names are registrations (calculators, subgraphs, handlers,
executors, generators, services) and the public classes, enums and functions of the headers that
graph and calculator authors include. Constructors, operators, aliases and what stands in a
namespace called internal do not count; overloads count once. A header that the page lists as a
whole has no names. --list prints the names instead of checking the page. The numbers at the top of
the page are checked too.

The status of a name is the last cell of its row: "no: …", "not yet: …", or what is here.
"""

import fnmatch
import pathlib
import re
import sys

PAGE = pathlib.Path(__file__).with_name("mediapipe-compatibility.md")
FOLDERS = ["mediapipe/framework", "mediapipe/calculators/core"]
TEST = re.compile(r"_test\.|_test_|/test_|/testdata/|/testing/")
MACROS = (
    "REGISTER_CALCULATOR|MEDIAPIPE_REGISTER_NODE|REGISTER_MEDIAPIPE_GRAPH|REGISTER_EXECUTOR"
    "|REGISTER_INPUT_STREAM_HANDLER|REGISTER_OUTPUT_STREAM_HANDLER"
    "|REGISTER_PACKET_GENERATOR|REGISTER_STATUS_HANDLER"
)
# A class that only a public alias names (PacketSet, PacketTypeSet).
PUBLIC_ALTHOUGH_INTERNAL = "mediapipe/framework/collection.h"


# ---- reading C++


def without_comments(text):
    """The text without comments, preprocessor lines, and what stands in quotes."""
    tokens = r'//[^\n]*|/\*.*?\*/|R"([^(]*)\(.*?\)\1"|"(?:\\.|[^"\\])*"|(?<!\w)\'(?:\\.|[^\'\\])+\''

    def blank(match):
        return " " if match.group().startswith("/") else '""'

    text = re.sub(tokens, blank, text.replace("\\\n", " "), flags=re.S)
    return re.sub(r"(?m)^[ \t]*#.*$", "", text)


def balanced(text, start, opening, closing):
    """The place after the bracket that closes the one at start."""
    depth = 0
    for i in range(start, len(text)):
        if text[i] == opening:
            depth += 1
        elif text[i] == closing and text[i - 1 : i + 1] != "->":
            depth -= 1
            if depth == 0:
                return i + 1
    return len(text)


def plain(declaration):
    """A declaration without template heads and attributes."""
    text = re.sub(r"\[\[.*?\]\]", " ", declaration)
    for _ in range(3):
        text = re.sub(r"\b(ABSL|MEDIAPIPE)_[A-Z_]+\s*\((?:[^()]|\([^()]*\))*\)", " ", text)
    text = re.sub(r"\bABSL_[A-Z_]+\b", " ", text).strip()
    while text.startswith("template"):
        start = text.find("<")
        text = text[balanced(text, start, "<", ">") :].strip() if start >= 0 else ""
    return re.sub(r"\s+", " ", text).strip()


def function_name(text):
    """The name before the first bracket that is not a template's; empty if there is none."""
    if re.search(r"\boperator\b", text):
        return "operator"
    depth = 0
    for i, c in enumerate(text):
        if c == "<":
            depth += 1
        elif c == ">" and depth > 0 and text[i - 1] != "-":
            depth -= 1
        elif c == "=" and depth == 0:
            return ""
        elif c == "(" and depth == 0:
            head = re.sub(r"<[^<>]*>$", "", text[:i].rstrip())
            name = re.search(r"(~?\w+)$", head)
            return name.group(1) if name and not name.group(1)[0].isdigit() else ""
    return ""


class Header:
    """The public names of one header, as (class, name); the class of a free name is empty."""

    def __init__(self, path, text):
        self.internal_too = str(path).endswith(PUBLIC_ALTHOUGH_INTERNAL)
        self.scopes = []
        self.names = []
        self.read(without_comments(text))

    def is_public(self):
        for kind, name, access in self.scopes:
            hidden = not name or re.search(r"(^|_)(internal|details?)($|_)", name)
            if kind == "body" or (kind == "class" and access != "public"):
                return False
            if kind == "namespace" and hidden and not self.internal_too:
                return False
        return True

    def owner(self):
        return "::".join(name for kind, name, _ in self.scopes if kind == "class")

    def add(self, name):
        outer, _, name = name.rpartition("::")
        key = ("::".join(filter(None, (self.owner(), outer))), name)
        if name and self.is_public() and key not in self.names:
            self.names.append(key)

    def function(self, text):
        name = function_name(text)
        before = text[: text.find("(")]
        if (
            name in ("", "operator", "decltype")
            or name.startswith("~")
            or re.match(r"(using|typedef|friend|static_assert|extern|return)\b", text)
            or re.search(r"=\s*delete\b", text)
            or re.search(r"::~?" + name + "$", before)
            or name == self.owner().split("::")[-1]
            or (not self.owner() and ("", name) in self.names)
        ):
            return
        self.add(name)

    def read(self, text):
        part, i = "", 0
        while i < len(text):
            c = text[i]
            if c == "(":
                end = balanced(text, i, "(", ")")
                part += text[i:end]
                i = end
                continue
            if c == ";":
                self.function(plain(part))
                part = ""
            elif c == ":" and part.strip() in ("public", "private", "protected"):
                kind, name, _ = self.scopes[-1]
                self.scopes[-1] = (kind, name, part.strip())
                part = ""
            elif c == "{":
                if not self.open(plain(part)):
                    i = balanced(text, i, "{", "}")
                    part += " = 0"
                    continue
                part = ""
            elif c == "}":
                if self.scopes:
                    self.scopes.pop()
                part = ""
            else:
                part += c
            i += 1

    def open(self, text):
        """Steps into a bracket; false for that of an initializer."""
        namespace = re.match(r"(?:inline )?namespace\b\s*([\w:]*)$", text)
        kind = re.match(r"(class|struct|union)\b\s*([\w:]*)", text)
        enum = re.match(r"enum\b\s*(?:class|struct)?\s*(\w*)", text)
        if namespace:
            self.scopes.append(("namespace", namespace.group(1), ""))
        elif enum:
            self.add(enum.group(1))
            self.scopes.append(("body", "", ""))
        elif kind and not function_name(text.split(" : ")[0]):
            self.add(kind.group(2))
            access = "private" if kind.group(1) == "class" else "public"
            self.scopes.append(("class", kind.group(2), access))
        elif not function_name(text) or re.search(r"\)\s*(noexcept\s*)?:.*[\w>]$", text):
            return False
        else:
            self.function(text)
            self.scopes.append(("body", "", ""))
        return True


# ---- what MediaPipe has


def registrations(checkout):
    """Registered names and services; those of tests by themselves."""
    found, tests = set(), set()
    for folder in FOLDERS:
        for path in sorted((checkout / folder).rglob("*.*")):
            where = str(path.relative_to(checkout))
            if path.suffix not in (".cc", ".h", ".mm") or "_template." in where:
                continue
            text = without_comments(path.read_text(errors="replace"))
            raw = path.read_text(errors="replace")
            names = re.findall(r"(?m)^\s*(?:%s)\s*\(\s*([\w:]+)\s*\)" % MACROS, text)
            names += re.findall(r"(?m)^struct \w+ : (?:api3::)?Node<\"(\w+)\">", raw)
            names += re.findall(r"GraphService<[^;{(]*>\s+(k\w+)\s*[({]", text)
            (tests if TEST.search("/" + where) else found).update(n.split("::")[-1] for n in names)
    return found, tests - found


def headers(checkout):
    folder = checkout / FOLDERS[0]
    for path in sorted(folder.rglob("*.h")):
        yield str(path.relative_to(folder)), path


# ---- what the page has


def expanded(name):
    """A{b,c}D stands for AbD and AcD."""
    match = re.match(r"(.*?)\{(.*?)\}(.*)$", name)
    if not match:
        return [name]
    head, choices, tail = match.groups()
    return [n for choice in choices.split(",") for n in expanded(head + choice + tail)]


def quoted(cell):
    return [n for q in re.findall(r"`([^`]+)`", cell) for n in expanded(q)]


def sections(page):
    parts = re.split(r"(?m)^## (.*)$", page)
    return dict(zip(parts[1::2], parts[2::2]))


def rows(section):
    for line in section.splitlines():
        cells = [c.strip() for c in line.strip().strip("|").split(" | ")]
        if line.startswith("|") and not re.match(r"\|[-| ]+\|$", line):
            yield cells


def status(cell):
    return "not yet" if cell.startswith("not yet") else "no" if cell.startswith("no:") else "here"


def listed_names(section):
    """(header, class, name) -> status; a class is here if any of its rows is."""
    found, header = {}, ""
    for cells in rows(section):
        if len(cells) != 3 or cells[1].startswith("("):
            continue
        if cells[0]:
            header = (quoted(cells[0]) or [""])[0]
        owner, colon, names = cells[1].partition("`:")
        owner = owner.strip("`") if colon else ""
        state = status(cells[2])
        if owner:
            key = (header, *owner.rpartition("::")[::2])
            found[key] = "here" if "here" in (state, found.get(key)) else state
        for name in quoted(names if colon else cells[1]):
            found[(header, owner, name)] = state
    return found


def whole_headers(section):
    return [h for cells in rows(section) if len(cells) == 2 for h in quoted(cells[0])]


def tally(states):
    words = ("here", "no", "not yet")
    return {w: states.count(w) for w in words}


def main():
    checkout = pathlib.Path(sys.argv[1])
    page = sections(PAGE.read_text())
    registered, in_tests = registrations(checkout)
    whole = whole_headers(page.get("Headers that are not listed name by name", ""))
    names = set()
    missing = []
    for header, path in headers(checkout):
        if any(fnmatch.fnmatchcase(header, w) for w in whole):
            continue
        own = Header(path, path.read_text(errors="replace")).names
        names |= {(header, owner, name) for owner, name in own}
        if not own and f"`{header}`" not in page.get("Public names", ""):
            missing.append(f"header {header}")
    if "--list" in sys.argv:
        for name in sorted(registered) + ["", *sorted(in_tests), ""] + sorted(names):
            print(*name if isinstance(name, tuple) else [name])
        return
    here = {n: status(c[-1]) for c in rows(page["Registrations"]) for n in quoted(c[0])}
    listed = listed_names(page["Public names"])
    tests = set(quoted(page["Registrations of MediaPipe's own tests"]))
    missing += [f"registration {n}" for n in sorted(registered - here.keys())]
    missing += [f"registration of a test {n}" for n in sorted(in_tests - tests)]
    missing += [f"name {' '.join(n)}" for n in sorted(names - listed.keys())]
    extra = [f"registration {n}" for n in sorted(here.keys() - registered)]
    extra += [f"name {' '.join(n)}" for n in sorted(listed.keys() - names)]
    for what, lines in (("not on the page", missing), ("not in MediaPipe", extra)):
        for line in lines:
            print(f"{what}: {line}")
    of_registered = tally([here[n] for n in registered & here.keys()])
    of_names = tally([listed[n] for n in names & listed.keys()])
    top = (
        f"Of the {len(registered)} names",
        f"register, {of_registered['here']} are here; {len(in_tests)} more",
        f"Of the {len(names)} public",
        f"{of_names['here']} have a counterpart",
        f"{of_names['no']} are not wanted, {of_names['not yet']} are not here yet",
    )
    for words in top:
        print(words)
        if words not in PAGE.read_text():
            missing.append(words)
            print("  which the top of the page does not say")
    sys.exit(1 if missing or extra else 0)


if __name__ == "__main__":
    main()
