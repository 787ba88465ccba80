"""Namespaces: what goes with them, and that they are patched."""
import secrets

from harness import STRATEGIC, check, holds, same


def emptied(t, version, kind, body, ready=lambda _: True):
    """A namespace that is deleted takes an object along, and has none when it is made anew."""
    namespaces, name = t.kind("v1", "Namespace"), t.unique("emptied")
    namespaces.create({"metadata": {"name": name}})
    objects = t.kind(version, kind, name)
    objects.create(body)
    objects.wait(body["metadata"]["name"], ready)
    namespaces.delete(name)
    namespaces.gone(name)
    namespaces.create({"metadata": {"name": name}})
    same(objects.names(), [], f"{kind} objects in the namespace that was made anew")
    namespaces.delete(name)


@check("[sig-api-machinery] Namespaces [Serial] should ensure that all pods are removed when a namespace is deleted [Conformance]")
def pods(t):
    emptied(t, "v1", "Pod", t.pod("test-pod"), lambda pod: pod["status"].get("phase") == "Running")


@check("[sig-api-machinery] Namespaces [Serial] should ensure that all services are removed when a namespace is deleted [Conformance]")
def services(t):
    emptied(t, "v1", "Service", {"metadata": {"name": "test-service"}, "spec": {
        "selector": {"a": "b"}, "ports": [{"port": 80, "targetPort": 80}]}})


@check("[sig-api-machinery] Namespaces [Serial] should patch a Namespace [Conformance]")
def patch(t):
    namespaces, value = t.kind("v1", "Namespace"), secrets.token_hex(4)
    namespaces.patch(t.ns, {"metadata": {"labels": {"testLabel": value}}}, STRATEGIC)
    found = namespaces.get(t.ns)
    same(found.metadata.labels.testLabel, value, "the label")
    holds(found.status.phase == "Active", "the namespace is active")
