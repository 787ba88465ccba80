"""Makes CustomResourceDefinitions for checks, and takes them away behind them."""
import yaml

VERSION = "apiextensions.k8s.io/v1"
OPEN = {"type": "object", "x-kubernetes-preserve-unknown-fields": True}


class Definition:
    """A definition of the check's own, established when it is made."""

    def __init__(self, t, word, schema=None, versions=("v1",), group=None, scope="Namespaced", labels=None, **spec):
        self.t, self.kind = t, f"E2e{word.capitalize()}{t.number}Crd"
        self.plural = self.kind.lower() + "s"
        self.group = group or f"{word}-{t.number}.example.com"
        self.name, self.versions = f"{self.plural}.{self.group}", list(versions)
        self.definitions = t.kind(VERSION, "CustomResourceDefinition")
        names = {"plural": self.plural, "singular": self.kind.lower(), "kind": self.kind,
                 "listKind": self.kind + "List", **spec.pop("names", {})}
        self.made = self.definitions.create({
            "metadata": {"name": self.name, "labels": labels or {}},
            "spec": {"group": self.group, "scope": scope, "names": names, **spec, "versions": [
                {"name": v, "served": True, "storage": n == 0, "schema": {"openAPIV3Schema": schema or OPEN}}
                for n, v in enumerate(self.versions)]}})
        t.undo.callback(self.remove)
        self.definitions.wait(self.name, established, "Established")

    def remove(self):
        if not self.definitions.absent(self.name):
            self.definitions.delete(self.name)

    def path(self, version=None, name=None):
        """The path of the objects, or of one, for objects without a namespace."""
        return f"/apis/{self.group}/{version or self.versions[0]}/{self.plural}" + (f"/{name}" if name else "")

    def body(self, name, version=None, **fields):
        return {"apiVersion": f"{self.group}/{version or self.versions[0]}", "kind": self.kind,
                "metadata": {"name": name}, **fields}

    def published(self, version):
        """Its name in the OpenAPI document."""
        return ".".join([*reversed(self.group.split(".")), version, self.kind])


def established(definition):
    conditions = definition.get("status", {}).get("conditions") or []
    return any(c["type"] == "Established" and c["status"] == "True" for c in conditions)


FOO = yaml.safe_load("""
description: Foo CRD for Testing
type: object
properties:
  spec:
    type: object
    description: Specification of Foo
    properties:
      bars:
        description: List of Bars and their specs.
        type: array
        items:
          type: object
          required: [name]
          properties:
            name: {description: Name of Bar., type: string}
            age: {description: Age of Bar., type: string}
            feeling: {description: Whether Bar is feeling great., type: string, enum: [Great, Down]}
            bazs: {description: List of Bazs., type: array, items: {type: string}}
  status:
    description: Status of Foo
    type: object
    properties:
      bars:
        description: List of Bars and their statuses.
        type: array
        items:
          type: object
          properties:
            name: {description: Name of Bar., type: string}
            available: {description: Whether the Bar is installed., type: boolean}
            quxType: {description: Indicates to external qux type., type: string, pattern: in-tree|out-of-tree}
""")
WALDO = yaml.safe_load("""
description: Waldo CRD for Testing
type: object
properties:
  spec:
    description: Specification of Waldo
    type: object
    properties: {dummy: {description: Dummy property., type: object}}
  status:
    description: Status of Waldo
    type: object
    properties: {bars: {description: List of Bars and their statuses., type: array, items: {type: object}}}
""")
