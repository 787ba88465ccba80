"""What is published of CustomResourceDefinitions, and what kubectl makes of it."""
import re

from definitions import FOO, OPEN, WALDO, Definition
from harness import JSON_PATCH, check, holds, same

ADDED = ("apiVersion", "kind", "metadata")


def document(t):
    code, _, body = t.request("GET", "/openapi/v2")
    same(code, 200, "/openapi/v2")
    return body["definitions"]


def shown(t, definition, version, schema):
    """Waits until a version is published with that schema."""
    name = definition.published(version)
    found = t.eventually(lambda: document(t).get(name), f"{name} in the OpenAPI document")
    if schema is not None:
        found = {k: v for k, v in found.items() if k != "x-kubernetes-group-version-kind"}
        if "properties" in found:
            found["properties"] = {k: v for k, v in found["properties"].items() if k not in ADDED}
        found = {k: v for k, v in found.items() if v != {}}
        same(found, schema, f"the schema of {name}")


def hidden(t, definition, version):
    name = definition.published(version)
    t.eventually(lambda: name not in document(t), f"{name} gone from the OpenAPI document")


def removed(t, definition):
    definition.remove()
    for version in definition.versions:
        hidden(t, definition, version)


def explains(t, path, pattern):
    text = t.kubectl("explain", path)
    holds(re.search(pattern, text, re.DOTALL), f"explain {path}: {text}")


def accepts(t, definition, body):
    """kubectl creates and applies an object, and deletes it each time."""
    for verb in ("create", "apply"):
        t.kubectl(verb, "-f", "-", input=body)
        t.kubectl("delete", definition.plural, body["metadata"]["name"])


@check("[sig-api-machinery] CustomResourcePublishOpenAPI [Privileged:ClusterAdmin] works for CRD with validation schema [Conformance]")
def with_schema(t):
    definition = Definition(t, "foo", FOO)
    shown(t, definition, "v1", FOO)

    def spec(**bar):
        return definition.body("test-foo", spec={"bars": [bar]})
    accepts(t, definition, spec(name="test-bar"))
    for verb in ("create", "apply"):
        for body, words in (
                (spec(name="test-bar", feeling="Bad"), 'Unsupported value: "Bad"'),
                (definition.body("test-foo", spec={"foo": True}), r'unknown field "(spec\.)?foo"'),
                (spec(age="10"), r'spec\.bars\[0\]\.name: Required value|missing required field "name"')):
            said = t.kubectl(verb, "-f", "-", input=body, fails=True)
            holds(re.search(words, said), f"{verb}: {said}")
    name = definition.plural
    explains(t, name, "DESCRIPTION:.*Foo CRD for Testing.*FIELDS:.*apiVersion.*<string>.*APIVersion defines.*"
                      "spec.*<Object>.*Specification of Foo")
    explains(t, name + ".metadata", "DESCRIPTION:.*Standard object's metadata.*FIELDS:.*creationTimestamp.*<string>.*"
                                    "CreationTimestamp is a timestamp")
    explains(t, name + ".spec", r"DESCRIPTION:.*Specification of Foo.*FIELDS:.*bars.*<\[\]Object>.*"
                                "List of Bars and their specs")
    explains(t, name + ".spec.bars", r"bars.*<\[\]Object>.*DESCRIPTION:.*List of Bars and their specs.*FIELDS:.*"
                                     r"bazs.*<\[\]string>.*List of Bazs.*name.*<string>.*Name of Bar")
    said = t.kubectl("explain", name + ".spec.bars2", fails=True)
    holds('field "bars2" does not exist' in said, said)
    removed(t, definition)


@check("[sig-api-machinery] CustomResourcePublishOpenAPI [Privileged:ClusterAdmin] works for CRD without validation schema [Conformance]")
def without_schema(t):
    definition = Definition(t, "empty", OPEN)
    shown(t, definition, "v1", {"type": "object"})
    accepts(t, definition, definition.body("test-cr", a={"b": [{"c": "d"}]}))
    explains(t, definition.plural, "DESCRIPTION:.*<empty>")
    removed(t, definition)


@check("[sig-api-machinery] CustomResourcePublishOpenAPI [Privileged:ClusterAdmin] works for CRD preserving unknown fields at the schema root [Conformance]")
def open_root(t):
    definition = Definition(t, "root", {
        "description": "preserve-unknown-properties at root for Testing", **OPEN, "properties": {
            "spec": {"description": "Specification", "type": "object", "properties": {
                "dummy": {"description": "Dummy property.", "type": "object"}}}}})
    accepts(t, definition, definition.body("test-cr", a={"b": [{"c": "d"}]}))
    explains(t, definition.plural, f"KIND:.*{definition.kind}")
    removed(t, definition)


@check("[sig-api-machinery] CustomResourcePublishOpenAPI [Privileged:ClusterAdmin] works for CRD preserving unknown fields in an embedded object [Conformance]")
def open_embedded(t):
    definition = Definition(t, "nested", {
        "description": "preserve-unknown-properties in nested field for Testing", "type": "object", "properties": {
            "spec": {"description": "Specification", **OPEN, "properties": {
                "dummy": {"description": "Dummy property.", "type": "object"}}}}})
    accepts(t, definition, definition.body("test-cr", spec={"a": None, "b": [{"c": "d"}]}))
    explains(t, definition.plural, "DESCRIPTION:.*preserve-unknown-properties in nested field for Testing")
    removed(t, definition)


@check("[sig-api-machinery] CustomResourcePublishOpenAPI [Privileged:ClusterAdmin] works for multiple CRDs of different groups [Conformance]")
def groups(t):
    two(t, Definition(t, "foo", FOO), Definition(t, "waldo", WALDO, versions=["v1beta1"]))


@check("[sig-api-machinery] CustomResourcePublishOpenAPI [Privileged:ClusterAdmin] works for multiple CRDs of same group but different versions [Conformance]")
def versions(t):
    both = Definition(t, "multi", FOO, versions=["v2", "v3"])
    for version in ("v3", "v2"):
        shown(t, both, version, FOO)
    removed(t, both)
    group = t.unique("common-group") + ".example.com"
    two(t, Definition(t, "foo", FOO, versions=["v4"], group=group),
        Definition(t, "waldo", WALDO, versions=["v5"], group=group))


@check("[sig-api-machinery] CustomResourcePublishOpenAPI [Privileged:ClusterAdmin] works for multiple CRDs of same group and version but different kinds [Conformance]")
def kinds(t):
    group = t.unique("common-group") + ".example.com"
    two(t, Definition(t, "foo", FOO, versions=["v6"], group=group),
        Definition(t, "waldo", WALDO, versions=["v6"], group=group))


def two(t, foo, waldo):
    shown(t, waldo, waldo.versions[0], WALDO)
    shown(t, foo, foo.versions[0], FOO)
    removed(t, foo)
    shown(t, waldo, waldo.versions[0], WALDO)
    removed(t, waldo)


@check("[sig-api-machinery] CustomResourcePublishOpenAPI [Privileged:ClusterAdmin] updates the published spec when one version gets renamed [Conformance]")
def renamed(t):
    definition = Definition(t, "multi", FOO, versions=["v2", "v3"])
    for version in ("v3", "v2"):
        shown(t, definition, version, FOO)
    definition.definitions.patch(definition.name, [
        {"op": "test", "path": "/spec/versions/1/name", "value": "v3"},
        {"op": "replace", "path": "/spec/versions/1/name", "value": "v4"}], JSON_PATCH)
    shown(t, definition, "v4", FOO)
    hidden(t, definition, "v3")
    shown(t, definition, "v2", FOO)
    removed(t, definition)
    hidden(t, definition, "v4")


@check("[sig-api-machinery] CustomResourcePublishOpenAPI [Privileged:ClusterAdmin] removes definition from spec when one version gets changed to not be served [Conformance]")
def unserved(t):
    definition = Definition(t, "single", FOO, versions=["v5", "v6alpha1"])
    for version in ("v6alpha1", "v5"):
        shown(t, definition, version, FOO)
    definition.definitions.update(definition.name, lambda d: d["spec"]["versions"][1].update(served=False))
    hidden(t, definition, "v6alpha1")
    shown(t, definition, "v5", FOO)
    removed(t, definition)
