"""The objects of storage: classes, drivers, volumes and claims."""
from harness import STRATEGIC, check, holds, same
from objects import add_condition, discovered, has_condition, lived


def lives(t, kind, make, change, changed, version="storage.k8s.io/v1"):
    lived(t, t.kind(version, kind), make, change, changed)


@check("[sig-storage] CSIInlineVolumes should run through the lifecycle of a CSIDriver [Conformance]")
def drivers(t):
    lives(t, "CSIDriver", lambda: {"spec": {"attachRequired": False, "volumeLifecycleModes": ["Ephemeral"]}},
          lambda b: b["metadata"]["annotations"].update(more="yes"), lambda o: o.metadata.annotations.more == "yes")


@check("[sig-storage] CSINodes CSI Conformance should run through the lifecycle of a csinode [Conformance]")
def nodes(t):
    driver = {"name": "e2e.example.com", "nodeID": "node", "topologyKeys": ["zone"]}
    lives(t, "CSINode", lambda: {"spec": {"drivers": []}}, lambda b: b["spec"].update(drivers=[driver]),
          lambda o: o.spec.drivers[0].name == "e2e.example.com")


@check("[sig-storage] CSIStorageCapacity should support CSIStorageCapacities API operations [Conformance]")
def capacities(t):
    discovered(t, "storage.k8s.io/v1", "csistoragecapacities")
    lives(t, "CSIStorageCapacity", lambda: {"storageClassName": "fast", "capacity": "1Gi"},
          lambda b: b.update(capacity="2Gi"), lambda o: o.capacity == "2Gi")


@check("[sig-storage] StorageClasses CSI Conformance should run through the lifecycle of a StorageClass [Conformance]")
def classes(t):
    lives(t, "StorageClass", lambda: {"provisioner": "e2e-fake-provisioner", "reclaimPolicy": "Delete"},
          lambda b: b["metadata"]["annotations"].update(more="yes"), lambda o: o.metadata.annotations.more == "yes")


def attachment(name):
    return {"metadata": {"name": name, "labels": {"e2e": name}}, "spec": {
        "attacher": "e2e-test.storage.k8s.io", "nodeName": "none", "source": {"persistentVolumeName": "none"}}}


@check("[sig-storage] VolumeAttachment Conformance should run through the lifecycle of a VolumeAttachment [Conformance]")
def attachments(t):
    lives(t, "VolumeAttachment", lambda: {"spec": attachment("x")["spec"]},
          lambda b: b["metadata"]["annotations"].update(more="yes"), lambda o: o.metadata.annotations.more == "yes")


@check("[sig-storage] VolumeAttachment Conformance should apply changes to a volumeattachment status [Conformance]")
def attachment_status(t):
    objects, name = t.kind("storage.k8s.io/v1", "VolumeAttachment"), t.unique("attachment")
    objects.create(attachment(name))
    t.undo.callback(lambda: objects.absent(name) or objects.delete(name))
    patched = objects.patch(name, {"metadata": {"annotations": {"patched": "true"}}, "status": {"attached": True}},
                            subresource="status")
    holds(patched.status.attached, f"the patched status: {patched.status}")
    same(objects.get(name, "status").status.attached, True, "what /status gives")
    updated = objects.update(name, lambda v: v["status"].update(attached=False), "status")
    holds(not updated.status.attached, f"the updated status: {updated.status}")


def volume(name):
    return {"metadata": {"name": name, "labels": {"e2e": name}}, "spec": {
        "capacity": {"storage": "1Gi"}, "accessModes": ["ReadWriteOnce"], "persistentVolumeReclaimPolicy": "Retain",
        "storageClassName": "none", "hostPath": {"path": "/tmp/none"}}}


CLAIM = {"spec": {"accessModes": ["ReadWriteOnce"], "storageClassName": "none",
                  "resources": {"requests": {"storage": "1Gi"}}}}


@check("[sig-storage] PersistentVolumes CSI Conformance should run through the lifecycle of a PV and a PVC [Conformance]",
       less="binding: there is no volume controller")
def volumes(t):
    for objects, make in ((t.kind("v1", "PersistentVolume"), lambda: {"spec": volume("x")["spec"]}),
                          (t.kind("v1", "PersistentVolumeClaim"), lambda: {"spec": dict(CLAIM["spec"])})):
        lived(t, objects, make, lambda b: b["metadata"]["annotations"].update(more="yes"),
              lambda o: o.metadata.annotations.more == "yes")


@check("[sig-storage] PersistentVolumes CSI Conformance should apply changes to a pv/pvc status [Conformance]",
       less="binding: there is no volume controller")
def volume_status(t):
    name = t.unique("volume")
    volumes_, claims = t.kind("v1", "PersistentVolume"), t.kind("v1", "PersistentVolumeClaim")
    volumes_.create(volume(name))
    t.undo.callback(lambda: volumes_.absent(name) or volumes_.delete(name))
    claims.create({**CLAIM, "metadata": {"name": "claim"}})
    same(volumes_.patch(name, {"status": {"message": "StatusPatched", "reason": "E2E"}}, subresource="status").status.message,
         "StatusPatched", "the patched volume")
    same(volumes_.update(name, lambda v: v["status"].update(message="StatusUpdated"), "status").status.message,
         "StatusUpdated", "the updated volume")
    patched = claims.patch("claim", {"status": {"conditions": [{"type": "StatusPatched", "status": "True"}]}}, STRATEGIC, "status")
    same([c.type for c in patched.status.conditions], ["StatusPatched"], "the patched claim")
    holds(has_condition(claims.update("claim", add_condition, "status").status), "the updated claim")
