"""CustomResourceDefinitions: their objects, status, discovery, defaults and watches."""
from kubernetes import client, watch

from definitions import VERSION, Definition
from harness import JSON_PATCH, check, holds, same


@check("[sig-api-machinery] CustomResourceDefinition resources [Privileged:ClusterAdmin] Simple CustomResourceDefinition creating/deleting custom resource definition objects works  [Conformance]")
def create_delete(t):
    definition = Definition(t, "simple", scope="Cluster")
    same(definition.definitions.get(definition.name).status.acceptedNames.kind, definition.kind, "the accepted kind")
    code, _, listed = t.request("GET", definition.path())
    same((code, listed["kind"], listed["items"]), (200, definition.kind + "List", []), "the list of objects")
    definition.definitions.delete(definition.name)
    definition.definitions.gone(definition.name)
    same(t.request("GET", definition.path())[0], 404, "the list when the definition is gone")


@check("[sig-api-machinery] CustomResourceDefinition resources [Privileged:ClusterAdmin] Simple CustomResourceDefinition listing custom resource definition objects works  [Conformance]")
def listing(t):
    value = t.unique("list")
    made = [Definition(t, f"listed{n}", scope="Cluster", labels={"listing": value}) for n in range(5)]
    other = Definition(t, "unlisted", scope="Cluster")
    definitions = other.definitions
    items = definitions.list(label_selector=f"listing={value}").items
    same({i.metadata.name: i.spec.to_dict() for i in items},
         {d.name: d.made.spec.to_dict() for d in made}, "the listed definitions")
    definitions.delete_collection(label_selector=f"listing={value}")
    definitions.count(0, label_selector=f"listing={value}")
    same(definitions.get(other.name).metadata.uid, other.made.metadata.uid, "the definition without the label")


@check("[sig-api-machinery] CustomResourceDefinition resources [Privileged:ClusterAdmin] Simple CustomResourceDefinition getting/updating/patching custom resource definition status sub-resource works  [Conformance]")
def status(t):
    definition = Definition(t, "status", scope="Cluster")
    definitions = definition.definitions
    same(definitions.get(definition.name, "status").spec.to_dict(), definition.made.spec.to_dict(), "spec at /status")
    # What a client with Go's types sends: empty strings for what it does not set.
    empty = {"type": "", "status": "", "lastTransitionTime": None}
    updated = definitions.update(
        definition.name, lambda d: d["status"]["conditions"].append({**empty, "message": "updated"}), "status")
    holds(any(c.message == "updated" for c in updated.status.conditions), "the condition is updated")
    patched = definitions.patch(definition.name, [
        {"op": "add", "path": "/status/conditions", "value": [{"message": "patched"}]}], JSON_PATCH, "status")
    holds(any(c.message == "patched" for c in patched.status.conditions), "the condition is patched")


@check("[sig-api-machinery] CustomResourceDefinition resources [Privileged:ClusterAdmin] should include custom resource definition resources in discovery documents [Conformance]")
def discovery(t):
    groups = {g["name"]: g for g in t.request("GET", "/apis")[2]["groups"]}
    listed = {"groupVersion": VERSION, "version": "v1"}
    holds(listed in groups["apiextensions.k8s.io"]["versions"], "/apis has the group and version")
    group = t.request("GET", "/apis/apiextensions.k8s.io")[2]
    same((group["name"], listed in group["versions"]), ("apiextensions.k8s.io", True), "the group's document")
    resources = t.request("GET", "/apis/" + VERSION)[2]
    same(resources["groupVersion"], VERSION, "the version's document")
    holds("customresourcedefinitions" in [r["name"] for r in resources["resources"]], "the resource is listed")


@check("[sig-api-machinery] CustomResourceDefinition resources [Privileged:ClusterAdmin] custom resource defaulting for requests and from storage works  [Conformance]")
def defaulting(t):
    text = {"type": "string"}
    definition = Definition(t, "defaults", {"type": "object", "properties": {"a": text, "b": text}}, scope="Cluster")
    path = "/spec/versions/0/schema/openAPIV3Schema/properties/"

    def read(name):
        return t.request("GET", definition.path(name=name))[2]
    made = t.request("POST", definition.path(), definition.body("one"))[2]
    holds("a" not in made, "nothing is defaulted yet")
    definition.definitions.patch(
        definition.name, [{"op": "add", "path": path + "a/default", "value": "A"}], JSON_PATCH)
    t.eventually(lambda: read("one").get("a") == "A", "a defaulted as it is read from the store")
    same(t.request("POST", definition.path(), definition.body("two"))[2].get("a"), "A", "a of a new object")
    definition.definitions.patch(definition.name, [
        {"op": "remove", "path": path + "a/default"},
        {"op": "add", "path": path + "b/default", "value": "B"}], JSON_PATCH)
    two = t.eventually(lambda: "b" in read("two") and read("two"), "b defaulted as it is read from the store")
    same((two["a"], two["b"]), ("A", "B"), "the default that was stored, and the new one")


@check("[sig-api-machinery] CustomResourceDefinition Watch [Privileged:ClusterAdmin] CustomResourceDefinition Watch watch on custom resource definition objects [Conformance]")
def watched(t):
    definition = Definition(t, "watched", scope="Cluster")
    seen = []
    for number in (1, 2):
        name = f"name{number}"
        start = t.request("GET", definition.path())[2]["metadata"]["resourceVersion"]
        made = t.request("POST", definition.path(), definition.body(name))[2]
        patched = t.request("PATCH", definition.path(name=name), {"dummy": "test"},
                            {"Content-Type": "application/merge-patch+json"})[2]
        same(t.request("DELETE", definition.path(name=name))[0], 200, "the deletion")
        seen.append((start, made, patched))
    objects = client.CustomObjectsApi(t.cluster.client)
    for number, (start, made, patched) in enumerate(seen, 1):
        events = watch.Watch().stream(
            objects.list_cluster_custom_object, definition.group, "v1", definition.plural,
            field_selector=f"metadata.name=name{number}", resource_version=start, timeout_seconds=20)
        wanted = [("ADDED", made), ("MODIFIED", patched), ("DELETED", None)]
        for (kind, body), event in zip(wanted, events):
            same(event["type"], kind, "the type of the event")
            holds(body is None or event["raw_object"] == body, f"the object of {kind}")
            if kind == "DELETED":
                break
        else:
            holds(False, "the watch ended early")
