"""An operator as its users write one with kopf: usage operator_kopf.py KUBECONFIG. Prints ok.

It keeps a ConfigMap for each Note: made when a Note is, changed with it, and gone with it (the framework's finalizer holds the Note
until then). The first attempt at a Note named `stubborn` fails, and is made again.
"""
import asyncio
import os
import sys
import threading

os.environ["KUBECONFIG"] = sys.argv[1]

import kopf  # noqa: E402  (it reads the environment)
from kubernetes import client, config, watch  # noqa: E402
from kubernetes.client.rest import ApiException  # noqa: E402

GROUP, VERSION, PLURAL, NAMESPACE = "notes.example.com", "v1", "notes", "kopf"
DEADLINE = 60
config.load_kube_config(config_file=sys.argv[1])
core, custom = client.CoreV1Api(), client.CustomObjectsApi()
attempts, deleted = {}, []


@kopf.on.startup()
def configured(settings: kopf.OperatorSettings, **_):
    settings.posting.level = 30
    settings.persistence.finalizer = "notes.example.com/kopf"
    settings.persistence.progress_storage = kopf.StatusProgressStorage()


@kopf.on.create(GROUP, VERSION, PLURAL, backoff=0.2)
def created(spec, name, namespace, retry, patch, **_):
    attempts[name] = retry + 1
    if name == "stubborn" and retry == 0:
        raise kopf.TemporaryError("not yet", delay=0.2)
    body = {"metadata": {"name": name}, "data": {"text": spec["text"]}}
    kopf.adopt(body)
    core.create_namespaced_config_map(namespace, body)
    patch.status["length"] = len(spec["text"])
    return {"map": name}


@kopf.on.update(GROUP, VERSION, PLURAL, field="spec.text")
def updated(old, new, name, namespace, patch, **_):
    core.patch_namespaced_config_map(name, namespace, {"data": {"text": new, "before": old}})
    patch.status["length"] = len(new)


@kopf.on.delete(GROUP, VERSION, PLURAL)
def removed(name, **_):
    deleted.append(name)


def note(name, text):
    return {"apiVersion": f"{GROUP}/{VERSION}", "kind": "Note", "metadata": {"name": name}, "spec": {"text": text}}


def until(name, condition, **options):
    """Watches one Note until `condition(type, object)` holds."""
    last = None
    for event in watch.Watch().stream(
            custom.list_namespaced_custom_object, GROUP, VERSION, NAMESPACE, PLURAL,
            field_selector=f"metadata.name={name}", timeout_seconds=DEADLINE, **options):
        last = event["type"], event["raw_object"]
        if condition(*last):
            return last[1]
    raise AssertionError(f"{name} never came there: {last}")


def scenario():
    custom.create_namespaced_custom_object(GROUP, VERSION, NAMESPACE, PLURAL, note("first", "hello"))
    found = until("first", lambda _, n: n.get("status", {}).get("length") == 5)
    assert found["metadata"]["finalizers"] == ["notes.example.com/kopf"], found["metadata"]
    made = core.read_namespaced_config_map("first", NAMESPACE)
    assert made.data == {"text": "hello"} and made.metadata.owner_references[0].kind == "Note", made

    custom.patch_namespaced_custom_object(GROUP, VERSION, NAMESPACE, PLURAL, "first", {"spec": {"text": "hello again"}})
    until("first", lambda _, n: n.get("status", {}).get("length") == 11)
    assert core.read_namespaced_config_map("first", NAMESPACE).data == {"text": "hello again", "before": "hello"}

    custom.create_namespaced_custom_object(GROUP, VERSION, NAMESPACE, PLURAL, note("stubborn", "no"))
    until("stubborn", lambda _, n: n.get("status", {}).get("length") == 2)
    assert attempts == {"first": 1, "stubborn": 2}, attempts

    listed = core.list_namespaced_config_map(NAMESPACE, field_selector="metadata.name=first")
    notes = custom.list_namespaced_custom_object(GROUP, VERSION, NAMESPACE, PLURAL)
    custom.delete_namespaced_custom_object(GROUP, VERSION, NAMESPACE, PLURAL, "first")
    until("first", lambda kind, _: kind == "DELETED", resource_version=notes["metadata"]["resourceVersion"])
    assert deleted == ["first"], deleted
    for event in watch.Watch().stream(
            core.list_namespaced_config_map, NAMESPACE, field_selector="metadata.name=first",
            resource_version=listed.metadata.resource_version, timeout_seconds=DEADLINE):
        if event["type"] == "DELETED":
            return
    raise AssertionError("the ConfigMap stayed")


def definition():
    text = {"type": "string"}
    return {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
            "metadata": {"name": f"{PLURAL}.{GROUP}"},
            "spec": {"group": GROUP, "scope": "Namespaced",
                     "names": {"plural": PLURAL, "singular": "note", "kind": "Note"},
                     "versions": [{"name": VERSION, "served": True, "storage": True, "subresources": {"status": {}},
                                   "schema": {"openAPIV3Schema": {"type": "object", "properties": {
                                       "spec": {"type": "object", "properties": {"text": text}, "required": ["text"]},
                                       "status": {"type": "object", "x-kubernetes-preserve-unknown-fields": True}}}}}]}}


def main():
    definitions = client.ApiextensionsV1Api()
    definitions.create_custom_resource_definition(definition())
    core.create_namespace({"metadata": {"name": NAMESPACE}})
    for event in watch.Watch().stream(definitions.list_custom_resource_definition,
                                      field_selector=f"metadata.name={PLURAL}.{GROUP}", timeout_seconds=DEADLINE):
        if any(c["type"] == "Established" and c["status"] == "True"
               for c in event["raw_object"].get("status", {}).get("conditions", [])):
            break
    stop, failures = threading.Event(), []

    def operate():
        try:
            asyncio.run(kopf.operator(namespaces=[NAMESPACE], standalone=True, stop_flag=stop))
        except Exception as error:
            failures.append(error)
    thread = threading.Thread(target=operate)
    thread.start()
    try:
        scenario()
    finally:
        stop.set()
        thread.join()
    assert not failures, failures
    # The operator is gone, and its finalizer with nobody to take it away: the next start would.
    custom.patch_namespaced_custom_object(
        GROUP, VERSION, NAMESPACE, PLURAL, "stubborn", {"metadata": {"finalizers": None}})
    definitions.delete_custom_resource_definition(f"{PLURAL}.{GROUP}")
    core.delete_namespace(NAMESPACE)
    try:
        custom.list_namespaced_custom_object(GROUP, VERSION, NAMESPACE, PLURAL)
    except ApiException as error:
        assert error.status == 404, error
    print("ok")


main()
