"""ResourceQuota: what is counted, when it is released, and what is refused."""
from harness import check, holds, same

DONGLE = "example.com/dongle"
HARD = {
    "pods": "5", "services": "10", "services.nodeports": "1", "services.loadbalancers": "1",
    "replicationcontrollers": "10", "resourcequotas": "1", "cpu": "1", "memory": "500Mi", "configmaps": "10",
    "secrets": "10", "persistentvolumeclaims": "10", "requests.storage": "10Gi", "ephemeral-storage": "50Gi",
    "count/replicasets.apps": "5", f"requests.{DONGLE}": "3",
}


def quota(t, name="quota", hard=None, scopes=None):
    """Makes a ResourceQuota, and returns a function that waits for amounts in its status."""
    spec = {"hard": {**HARD, **(hard or {})} if scopes is None else hard}
    if scopes is not None:
        spec["scopes"] = scopes
    quotas = t.kind("v1", "ResourceQuota")
    quotas.create({"metadata": {"name": name}, "spec": spec})

    def used(**amounts):
        amounts = {key.replace("__", "."): value for key, value in amounts.items()}
        used_all(amounts)

    def used_all(amounts):
        quotas.wait(name, lambda q: all(
            q.get("status", {}).get("used", {}).get(k) == v for k, v in amounts.items()
        ) and q["status"].get("hard") == q["spec"]["hard"], f"used {amounts}")
    used.all = used_all
    return used


def requesting(t, name, requests=None, limits=None, **spec):
    return t.pod(name, container={"resources": {"requests": requests or {}, "limits": limits or {}}}, **spec)


@check("[sig-api-machinery] ResourceQuota should create a ResourceQuota and ensure its status is promptly calculated. [Conformance]")
def status(t):
    quota(t)(resourcequotas="1")


@check("[sig-api-machinery] ResourceQuota should be able to update and delete ResourceQuota. [Conformance]")
def update(t):
    quotas = t.kind("v1", "ResourceQuota")
    made = quotas.create({"metadata": {"name": "q"}, "spec": {"hard": {"cpu": "1", "memory": "500Mi"}}})
    same(made.spec.hard.to_dict(), {"cpu": "1", "memory": "500Mi"}, "what was created")
    changed = quotas.update("q", lambda q: q["spec"].update(hard={"cpu": "500m", "memory": "252Mi"}))
    same(changed.spec.hard.to_dict(), {"cpu": "500m", "memory": "252Mi"}, "what was updated")
    same(quotas.get("q").spec.hard.to_dict(), {"cpu": "500m", "memory": "252Mi"}, "what is read")
    quotas.delete("q")
    quotas.refused(404, "get", "q")


@check("[sig-api-machinery] ResourceQuota should create a ResourceQuota and capture the life of a service. [Conformance]")
def services(t):
    used = quota(t)
    used(resourcequotas="1", services="0")
    objects = t.kind("v1", "Service")
    port = {"ports": [{"port": 80, "targetPort": 80}]}
    objects.create({"metadata": {"name": "cluster"}, "spec": {"type": "ClusterIP", **port}})
    objects.create({"metadata": {"name": "node"}, "spec": {"type": "NodePort", **port}})
    objects.refused(
        403, "create", {"metadata": {"name": "balancer"}, "spec": {"type": "LoadBalancer", **port}},
        says="exceeded quota: quota, requested: services.nodeports=1, used: services.nodeports=1, "
             "limited: services.nodeports=1")
    used(services="2", services__nodeports="1", services__loadbalancers="0")
    objects.delete("cluster")
    objects.delete("node")
    used(services="0", services__nodeports="0")


def life(t, kind, version, body, resource, **delete):
    """One object of a kind is counted from its creation to its deletion, and one too many is refused."""
    objects = t.kind(version, kind)
    t.kind("v1", "ConfigMap").wait("kube-root-ca.crt", lambda _: True)
    there = len(objects.list().items)
    used = quota(t, hard={resource: str(there + 1)})
    used.all({"resourcequotas": "1", resource: str(there)})
    objects.create({**body, "metadata": {"name": "one"}})
    used.all({resource: str(there + 1)})
    objects.refused(403, "create", {**body, "metadata": {"name": "two"}}, says="exceeded quota")
    objects.delete("one", **delete)
    used.all({resource: str(there)})


@check("[sig-api-machinery] ResourceQuota should create a ResourceQuota and capture the life of a secret. [Conformance]")
def secrets(t):
    life(t, "Secret", "v1", {"stringData": {"key": "value"}}, "secrets")


@check("[sig-api-machinery] ResourceQuota should create a ResourceQuota and capture the life of a configMap. [Conformance]")
def config_maps(t):
    life(t, "ConfigMap", "v1", {"data": {"key": "value"}}, "configmaps")


@check("[sig-api-machinery] ResourceQuota should create a ResourceQuota and capture the life of a replication controller. [Conformance]")
def controllers(t):
    spec = {"replicas": 0, "selector": {"name": "rc"}, "template": t.template({"name": "rc"})}
    life(t, "ReplicationController", "v1", {"spec": spec}, "replicationcontrollers", propagationPolicy="Background")


@check("[sig-api-machinery] ResourceQuota should create a ResourceQuota and capture the life of a replica set. [Conformance]")
def replica_sets(t):
    spec = {"replicas": 0, "selector": {"matchLabels": {"name": "rs"}}, "template": t.template({"name": "rs"})}
    life(t, "ReplicaSet", "apps/v1", {"spec": spec}, "count/replicasets.apps")


@check("[sig-api-machinery] ResourceQuota should create a ResourceQuota and capture the life of a pod. [Conformance]")
def pods(t):
    used, pods = quota(t), t.kind("v1", "Pod")
    used(resourcequotas="1")
    requests = {"cpu": "500m", "memory": "252Mi", "ephemeral-storage": "30Gi", DONGLE: "2"}
    pods.create(requesting(t, "fits", requests, {DONGLE: "2"}))
    charged = {"pods": "1", "cpu": "500m", "memory": "252Mi", "ephemeral-storage": "30Gi", f"requests.{DONGLE}": "2"}
    used.all(charged)
    pods.refused(403, "create", requesting(t, "more", {"cpu": "600m", "memory": "100Mi"}), says="exceeded quota")
    pods.refused(
        403, "create", requesting(t, "dongles", {**requests, "memory": "100Mi", "ephemeral-storage": "10Gi"},
                                  {DONGLE: "2"}), says=f"requested: requests.{DONGLE}=2")
    pods.refused(422, "patch", "fits", {"spec": {"containers": [{"name": "c", "image": t.image, "resources": {
        "requests": {"cpu": "100m", "memory": "100Mi", "ephemeral-storage": "10Gi"}}}]}},
        says="pod updates may not change fields other than")
    used.all(charged)
    pods.delete("fits", gracePeriodSeconds=0)
    used.all({key: "0" for key in charged})


def scoped(t, matching, other, make):
    """Two quotas of opposite scopes: a Pod counts for one of them alone."""
    pods = t.kind("v1", "Pod")
    hard = {"pods": "5"}
    yes, no = quota(t, "yes", hard, [matching]), quota(t, "no", hard, [other])
    yes(pods="0")
    no(pods="0")
    for name, (body, mine, theirs) in make.items():
        pods.create(body)
        mine, theirs = (yes, no) if mine else (no, yes)
        mine(pods="1")
        theirs(pods="0")
        pods.delete(name, gracePeriodSeconds=0)
        mine(pods="0")


@check("[sig-api-machinery] ResourceQuota should verify ResourceQuota with best effort scope. [Conformance]")
def best_effort(t):
    scoped(t, "BestEffort", "NotBestEffort", {
        "effort": (t.pod("effort"), True, False),
        "burst": (requesting(t, "burst", {"cpu": "10m", "memory": "20Mi"}, {"cpu": "1", "memory": "40Mi"}),
                  False, True)})


@check("[sig-api-machinery] ResourceQuota should verify ResourceQuota with terminating scopes. [Conformance]")
def terminating(t):
    resources = {"cpu": "10m", "memory": "20Mi"}
    scoped(t, "Terminating", "NotTerminating", {
        "long": (requesting(t, "long", resources), False, True),
        "short": (requesting(t, "short", resources, activeDeadlineSeconds=3600), True, False)})
    holds(t.kind("v1", "ResourceQuota").get("yes").status.hard.pods == "5", "the limit is in the status")


@check("[sig-api-machinery] ResourceQuota should manage the lifecycle of a ResourceQuota [Conformance]")
def managed(t):
    quotas, label = t.kind("v1", "ResourceQuota"), {"label_selector": f"managed={t.number}"}
    quotas.create({"metadata": {"name": "q", "labels": {"managed": str(t.number)}},
                   "spec": {"hard": {"cpu": "1", "memory": "500Mi"}}})
    same([q.metadata.name for q in quotas.list(everywhere=True, **label).items], ["q"], "quotas in all namespaces")
    patched = quotas.patch("q", {"metadata": {"labels": {"more": "yes"}}, "spec": {"hard": {"memory": "750Mi"}}})
    same((patched.metadata.labels.more, patched.spec.hard.to_dict()), ("yes", {"cpu": "1", "memory": "750Mi"}),
         "what was patched")
    quotas.delete_collection(**label)
    quotas.count(0, **label)


@check("[sig-api-machinery] ResourceQuota should apply changes to a resourcequota status [Conformance]")
def status_changes(t):
    quotas, first = t.kind("v1", "ResourceQuota"), {"cpu": "500m", "memory": "500Mi"}
    quotas.create({"metadata": {"name": "q"}, "spec": {"hard": first}})
    quotas.wait("q", lambda q: q.get("status", {}).get("hard") == first)
    updated = quotas.update("q", lambda q: q["status"].update(hard={"cpu": "1", "memory": "1Gi"}), "status")
    same(updated.status.hard.to_dict(), {"cpu": "1", "memory": "1Gi"}, "the updated status")
    quotas.wait("q", lambda q: q["status"]["hard"] == first, "the status of the spec again")
    second = {"cpu": "1", "memory": "1Gi"}
    quotas.patch("q", {"spec": {"hard": second}})
    quotas.wait("q", lambda q: q["status"]["hard"] == second, "the status of the patched spec")
    patched = quotas.patch("q", {"status": {"hard": {"cpu": "2", "memory": "2Gi"}}}, subresource="status")
    same(patched.status.hard.to_dict(), {"cpu": "2", "memory": "2Gi"}, "the patched status")
    same(patched.spec.hard.to_dict(), second, "the spec, which a patch of the status leaves")
    quotas.wait("q", lambda q: q["status"]["hard"] == second, "the status of the spec again")
