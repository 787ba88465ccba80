"""Volumes of ConfigMaps, Secrets, downward fields and empty directories, as containers see them."""
from harness import check, holds, same
from sig_node_pods import output

PLAIN, PROJECTED = ("configMap", "secret"), ("projected configMap", "projected secret")
ALL = PLAIN + PROJECTED


def make(t, name="src", data=None):
    """A ConfigMap and a Secret with the same data."""
    data = data or {"data-1": "value-1", "data-2": "value-2", "data-3": "value-3"}
    t.kind("v1", "ConfigMap").create({"metadata": {"name": name}, "data": data})
    t.kind("v1", "Secret").create({"metadata": {"name": name}, "stringData": data})


def volume(source, name="src", mode=None, **more):
    """A volume of one of the four sources."""
    kind = source.split()[-1]
    plain = {"secretName" if kind == "secret" and source in PLAIN else "name": name, **more}
    if source in PLAIN:
        return {kind: {**plain, **({"defaultMode": mode} if mode else {})}}
    return {"projected": {"sources": [{kind: plain}], **({"defaultMode": mode} if mode else {})}}


def mounted(*volumes, **container):
    """The volumes of a Pod at /v0, /v1, …"""
    return {"volumes": [{"name": f"v{n}", **v} for n, v in enumerate(volumes)], "container": {
        "volumeMounts": [{"name": f"v{n}", "mountPath": f"/v{n}"} for n in range(len(volumes))], **container}}


def shows(t, command, wanted, make_volume, sources=ALL, security=None, **pod):
    for source in sources:
        name = source.replace(" ", "-").lower() + str(pod.pop("suffix", ""))
        spec = mounted(make_volume(source), **({"securityContext": security} if security else {}))
        same(output(t, name, command, **spec, **pod), wanted, source)


MAPPED = [{"key": "data-2", "path": "path/to/data-2"}]


@check("[sig-storage] ConfigMap should be consumable from pods in volume [NodeConformance] [Conformance]",
       "[sig-storage] Secrets should be consumable from pods in volume [NodeConformance] [Conformance]",
       "[sig-storage] Projected configMap should be consumable from pods in volume [NodeConformance] [Conformance]",
       "[sig-storage] Projected secret should be consumable from pods in volume [NodeConformance] [Conformance]")
def plain(t):
    make(t)
    shows(t, "cat /v0/data-1; stat -L -c ' %a' /v0/data-1", "value-1 644\n", volume)


@check("[sig-storage] ConfigMap should be consumable from pods in volume as non-root [NodeConformance] [Conformance]",
       "[sig-storage] Projected configMap should be consumable from pods in volume as non-root [NodeConformance] [Conformance]")
def non_root(t):
    make(t)
    shows(t, "cat /v0/data-1", "value-1", volume, ("configMap", "projected configMap"), {"runAsUser": 1000})


@check("[sig-storage] ConfigMap should be consumable from pods in volume with defaultMode set [LinuxOnly] [NodeConformance] [Conformance]",
       "[sig-storage] Secrets should be consumable from pods in volume with defaultMode set [LinuxOnly] [NodeConformance] [Conformance]",
       "[sig-storage] Projected configMap should be consumable from pods in volume with defaultMode set [LinuxOnly] [NodeConformance] [Conformance]",
       "[sig-storage] Projected secret should be consumable from pods in volume with defaultMode set [LinuxOnly] [NodeConformance] [Conformance]")
def default_mode(t):
    make(t)
    shows(t, "stat -L -c %a /v0/data-1", "400\n", lambda s: volume(s, mode=0o400))


@check("[sig-storage] Secrets should be consumable from pods in volume as non-root with defaultMode and fsGroup set [LinuxOnly] [NodeConformance] [Conformance]",
       "[sig-storage] Projected secret should be consumable from pods in volume as non-root with defaultMode and fsGroup set [LinuxOnly] [NodeConformance] [Conformance]")
def group(t):
    make(t)
    shows(t, "cat /v0/data-1; stat -L -c ' %a %g' /v0/data-1", "value-1 440 1001\n", lambda s: volume(s, mode=0o440),
          ("secret", "projected secret"), securityContext={"runAsUser": 1000, "fsGroup": 1001})


@check("[sig-storage] ConfigMap should be consumable from pods in volume with mappings [NodeConformance] [Conformance]",
       "[sig-storage] ConfigMap should be consumable from pods in volume with mappings as non-root [NodeConformance] [Conformance]",
       "[sig-storage] Secrets should be consumable from pods in volume with mappings [NodeConformance] [Conformance]",
       "[sig-storage] Projected configMap should be consumable from pods in volume with mappings [NodeConformance] [Conformance]",
       "[sig-storage] Projected configMap should be consumable from pods in volume with mappings as non-root [NodeConformance] [Conformance]",
       "[sig-storage] Projected secret should be consumable from pods in volume with mappings [NodeConformance] [Conformance]")
def mappings(t):
    make(t)
    shows(t, "cat /v0/path/to/data-2; ls /v0", "value-2path\n", lambda s: volume(s, items=MAPPED), security={"runAsUser": 1000})


@check("[sig-storage] ConfigMap should be consumable from pods in volume with mappings and Item mode set [LinuxOnly] [NodeConformance] [Conformance]",
       "[sig-storage] Secrets should be consumable from pods in volume with mappings and Item Mode set [LinuxOnly] [NodeConformance] [Conformance]",
       "[sig-storage] Projected configMap should be consumable from pods in volume with mappings and Item mode set [LinuxOnly] [NodeConformance] [Conformance]",
       "[sig-storage] Projected secret should be consumable from pods in volume with mappings and Item Mode set [LinuxOnly] [NodeConformance] [Conformance]")
def item_mode(t):
    make(t)
    shows(t, "stat -L -c %a /v0/path/to/data-2", "400\n", lambda s: volume(s, items=[{**MAPPED[0], "mode": 0o400}]))


@check("[sig-storage] ConfigMap should be consumable in multiple volumes in the same pod [NodeConformance] [Conformance]",
       "[sig-storage] Secrets should be consumable in multiple volumes in a pod [NodeConformance] [Conformance]",
       "[sig-storage] Projected configMap should be consumable in multiple volumes in the same pod [NodeConformance] [Conformance]",
       "[sig-storage] Projected secret should be consumable in multiple volumes in a pod [NodeConformance] [Conformance]")
def multiple(t):
    make(t)
    for source in ALL:
        spec = mounted(volume(source), volume(source))
        same(output(t, source.replace(" ", "-").lower(), "cat /v0/data-1 /v1/data-1", **spec), "value-1value-1", source)


@check("[sig-storage] ConfigMap updates should be reflected in volume [NodeConformance] [Conformance]",
       "[sig-storage] ConfigMap optional updates should be reflected in volume [NodeConformance] [Conformance]",
       "[sig-storage] Secrets optional updates should be reflected in volume [NodeConformance] [Conformance]",
       "[sig-storage] Projected configMap updates should be reflected in volume [NodeConformance] [Conformance]",
       "[sig-storage] Projected configMap optional updates should be reflected in volume [NodeConformance] [Conformance]",
       "[sig-storage] Projected secret optional updates should be reflected in volume [NodeConformance] [Conformance]")
def updates(t):
    for name in ("upd", "del"):
        make(t, name, {"data-1": "value-1"})
    names = ("del", "upd", "create")
    spec = mounted(*(volume(source, name, optional=True) for source in ALL for name in names))
    t.kind("v1", "Pod").create(t.pod("p", **spec))
    t.running("p")

    def found():
        said = t.kubectl("exec", "p", "--", "/bin/sh", "-c", "for n in 0 1 2 3 4 5 6 7 8 9 10 11; do echo $(cat /v$n/data-1 2>/dev/null)-; done")
        return said.split()
    same(found(), ["value-1-", "value-1-", "-"] * 4, "what is there at the beginning")
    for kind in ("ConfigMap", "Secret"):
        objects, field = t.kind("v1", kind), "data" if kind == "ConfigMap" else "stringData"
        objects.delete("del")
        objects.patch("upd", {field: {"data-1": "value-2"}})
        objects.create({"metadata": {"name": "create"}, field: {"data-1": "value-3"}})
    t.eventually(lambda: found() == ["-", "value-2-", "value-3-"] * 4, lambda: f"the changes: {found()}", pause=0.5)


@check("[sig-storage] ConfigMap binary data should be reflected in volume [NodeConformance] [Conformance]")
def binary(t):
    t.kind("v1", "ConfigMap").create({"metadata": {"name": "m"}, "data": {"data": "value"}, "binaryData": {"dump.bin": "3srK/vDK3w=="}})
    same(output(t, "p", "cat /v0/data; od -An -tx1 /v0/dump.bin", **mounted({"configMap": {"name": "m"}})).split(),
         ["value", "de", "ca", "ca", "fe", "f0", "ca", "df"], "the data")


@check("[sig-storage] Secrets should be able to mount in a volume regardless of a different secret existing with same name in different namespace [NodeConformance] [Conformance]")
def namesake(t):
    make(t)
    other = t.unique("namesake")
    t.kind("v1", "Namespace").create({"metadata": {"name": other}})
    t.kind("v1", "Secret", other).create({"metadata": {"name": "src"}, "stringData": {"data-1": "other"}})
    shows(t, "cat /v0/data-1", "value-1", volume, ("secret",))
    t.kind("v1", "Namespace").delete(other)


def downward(projected, items, mode=None):
    source = {"items": items}
    extra = {"defaultMode": mode} if mode else {}
    return {"projected": {"sources": [{"downwardAPI": source}], **extra}} if projected else {"downwardAPI": {**source, **extra}}


def field(path, file, **more):
    return {"path": file, "fieldRef": {"fieldPath": path}, **more}


def amount(name, divisor="1"):
    return {"path": name, "resourceFieldRef": {"containerName": "c", "resource": name, "divisor": divisor}}


@check("[sig-storage] Downward API volume should provide podname only [NodeConformance] [Conformance]",
       "[sig-storage] Downward API volume should set DefaultMode on files [LinuxOnly] [NodeConformance] [Conformance]",
       "[sig-storage] Downward API volume should set mode on item file [LinuxOnly] [NodeConformance] [Conformance]",
       "[sig-storage] Projected downwardAPI should provide podname only [NodeConformance] [Conformance]",
       "[sig-storage] Projected downwardAPI should set DefaultMode on files [LinuxOnly] [NodeConformance] [Conformance]",
       "[sig-storage] Projected downwardAPI should set mode on item file [LinuxOnly] [NodeConformance] [Conformance]")
def fields(t):
    items = [field("metadata.name", "podname"), field("metadata.name", "other", mode=0o440)]
    for name, projected in (("plain", False), ("projected", True)):
        said = output(t, name, "cat /v0/podname; stat -L -c ' %a' /v0/podname /v0/other", **mounted(downward(projected, items, 0o400)))
        same(said.split(), [name, "400", "440"], name)


@check("[sig-storage] Downward API volume should provide container's cpu limit [NodeConformance] [Conformance]",
       "[sig-storage] Downward API volume should provide container's cpu request [NodeConformance] [Conformance]",
       "[sig-storage] Downward API volume should provide container's memory limit [NodeConformance] [Conformance]",
       "[sig-storage] Downward API volume should provide container's memory request [NodeConformance] [Conformance]",
       "[sig-storage] Downward API volume should provide node allocatable (cpu) as default cpu limit if the limit is not set [NodeConformance] [Conformance]",
       "[sig-storage] Downward API volume should provide node allocatable (memory) as default memory limit if the limit is not set [NodeConformance] [Conformance]",
       "[sig-storage] Projected downwardAPI should provide container's cpu limit [NodeConformance] [Conformance]",
       "[sig-storage] Projected downwardAPI should provide container's cpu request [NodeConformance] [Conformance]",
       "[sig-storage] Projected downwardAPI should provide container's memory limit [NodeConformance] [Conformance]",
       "[sig-storage] Projected downwardAPI should provide container's memory request [NodeConformance] [Conformance]",
       "[sig-storage] Projected downwardAPI should provide node allocatable (cpu) as default cpu limit if the limit is not set [NodeConformance] [Conformance]",
       "[sig-storage] Projected downwardAPI should provide node allocatable (memory) as default memory limit if the limit is not set [NodeConformance] [Conformance]")
def amounts(t):
    items = [amount("limits.cpu", "1m"), amount("limits.memory"), amount("requests.cpu", "1m"), amount("requests.memory")]
    show = "for f in limits.cpu limits.memory requests.cpu requests.memory; do cat /v0/$f; echo; done"
    given = {"requests": {"cpu": "250m", "memory": "32Mi"}, "limits": {"cpu": "1250m", "memory": "64Mi"}}
    for name, projected in (("plain", False), ("projected", True)):
        said = output(t, name, show, **mounted(downward(projected, items), resources=given))
        same(said.split(), ["1250", "67108864", "250", "33554432"], name)
        said = output(t, name + "-none", show, **mounted(downward(projected, items))).split()
        holds(int(said[0]) >= 1000 and int(said[1]) > 1 << 20, f"the node's amounts: {said}")


@check("[sig-storage] Downward API volume should update annotations on modification [NodeConformance] [Conformance]",
       "[sig-storage] Downward API volume should update labels on modification [NodeConformance] [Conformance]",
       "[sig-storage] Projected downwardAPI should update annotations on modification [NodeConformance] [Conformance]",
       "[sig-storage] Projected downwardAPI should update labels on modification [NodeConformance] [Conformance]")
def changes(t):
    items = [field("metadata.labels", "labels"), field("metadata.annotations", "annotations")]
    t.kind("v1", "Pod").create(t.pod("p", **mounted(downward(False, items), downward(True, items))))
    t.running("p")
    t.kind("v1", "Pod").patch("p", {"metadata": {"labels": {"key3": "value3"}, "annotations": {"builder": "foo"}}})

    def found():
        said = t.kubectl("exec", "p", "--", "/bin/sh", "-c", "cat /v0/labels /v0/annotations /v1/labels /v1/annotations")
        return said.count('key3="value3"') == 2 and said.count('builder="foo"') == 2
    t.eventually(found, "the changes in the files", pause=0.5)


@check("[sig-storage] Projected combined should project all components that make up the projection API [Projection][NodeConformance] [Conformance]")
def combined(t):
    make(t)
    spec = mounted({"projected": {"sources": [
        {"secret": {"name": "src", "items": [{"key": "data-1", "path": "secret"}]}},
        {"configMap": {"name": "src", "items": [{"key": "data-2", "path": "map"}]}},
        {"downwardAPI": {"items": [field("metadata.name", "podname")]}}]}})
    same(output(t, "all", "cat /v0/secret /v0/map /v0/podname", **spec), "value-1value-2all", "the files")


@check("[sig-storage] EmptyDir volumes should support (non-root,0644,default) [LinuxOnly] [NodeConformance] [Conformance]",
       "[sig-storage] EmptyDir volumes should support (non-root,0644,tmpfs) [LinuxOnly] [NodeConformance] [Conformance]",
       "[sig-storage] EmptyDir volumes should support (non-root,0666,default) [LinuxOnly] [NodeConformance] [Conformance]",
       "[sig-storage] EmptyDir volumes should support (non-root,0666,tmpfs) [LinuxOnly] [NodeConformance] [Conformance]",
       "[sig-storage] EmptyDir volumes should support (non-root,0777,default) [LinuxOnly] [NodeConformance] [Conformance]",
       "[sig-storage] EmptyDir volumes should support (non-root,0777,tmpfs) [LinuxOnly] [NodeConformance] [Conformance]",
       "[sig-storage] EmptyDir volumes should support (root,0644,default) [LinuxOnly] [NodeConformance] [Conformance]",
       "[sig-storage] EmptyDir volumes should support (root,0644,tmpfs) [LinuxOnly] [NodeConformance] [Conformance]",
       "[sig-storage] EmptyDir volumes should support (root,0666,default) [LinuxOnly] [NodeConformance] [Conformance]",
       "[sig-storage] EmptyDir volumes should support (root,0666,tmpfs) [LinuxOnly] [NodeConformance] [Conformance]",
       "[sig-storage] EmptyDir volumes should support (root,0777,default) [LinuxOnly] [NodeConformance] [Conformance]",
       "[sig-storage] EmptyDir volumes should support (root,0777,tmpfs) [LinuxOnly] [NodeConformance] [Conformance]",
       "[sig-storage] EmptyDir volumes volume on default medium should have the correct mode [LinuxOnly] [NodeConformance] [Conformance]",
       "[sig-storage] EmptyDir volumes volume on tmpfs should have the correct mode [LinuxOnly] [NodeConformance] [Conformance]")
def empty(t):
    show = """stat -c %a /v0 /v1; grep -c ' /v1 tmpfs' /proc/mounts
for v in 0 1; do for m in 644 666 777; do echo content >/v$v/$m; chmod $m /v$v/$m; cat /v$v/$m; stat -c %a /v$v/$m; done; done"""
    wanted = ["777", "777", "1"] + ["content", "644", "content", "666", "content", "777"] * 2
    for user in (0, 1001):
        spec = mounted({"emptyDir": {}}, {"emptyDir": {"medium": "Memory"}}, securityContext={"runAsUser": user})
        same(output(t, f"user{user}", show, **spec).split(), wanted, f"as user {user}")


@check("[sig-storage] EmptyDir volumes pod should support shared volumes between containers [Conformance]")
def shared(t):
    mounts = [{"name": "v", "mountPath": "/shared"}]
    body = t.pod("p", volumes=[{"name": "v", "emptyDir": {}}], container={"volumeMounts": mounts})
    body["spec"]["containers"].append({"name": "sub", "image": t.image, "volumeMounts": mounts,
                                       "command": ["/bin/sh", "-c", "echo hello >/shared/data; sleep 1000"]})
    t.kind("v1", "Pod").create(body)
    t.running("p")
    same(t.kubectl("exec", "p", "-c", "c", "--", "/bin/sh", "-c", "until cat /shared/data 2>/dev/null; do sleep 0.1; done"),
         "hello\n", "what the other container wrote")


@check("[sig-storage] EmptyDir wrapper volumes should not conflict [Conformance]")
def wrapped(t):
    make(t)
    t.kind("v1", "Pod").create(t.pod("p", **mounted(volume("secret"), volume("configMap"))))
    t.running("p")


@check("[sig-storage] Subpath Atomic writer volumes should support subpaths with configmap pod [Excluded:WindowsDocker] [Conformance]",
       "[sig-storage] Subpath Atomic writer volumes should support subpaths with configmap pod with mountPath of existing file [Excluded:WindowsDocker] [Conformance]",
       "[sig-storage] Subpath Atomic writer volumes should support subpaths with secret pod [Excluded:WindowsDocker] [Conformance]",
       "[sig-storage] Subpath Atomic writer volumes should support subpaths with downward pod [Excluded:WindowsDocker] [Conformance]",
       "[sig-storage] Subpath Atomic writer volumes should support subpaths with projected pod [Excluded:WindowsDocker] [Conformance]")
def subpaths(t):
    make(t)
    volumes = [volume("configMap"), volume("secret"), volume("projected configMap"),
               downward(False, [field("metadata.name", "data-1")]), volume("configMap")]
    spec = mounted(*volumes)
    for n, mount in enumerate(spec["container"]["volumeMounts"]):
        mount.update(subPath="data-1", mountPath=f"/file{n}" if n < 4 else "/etc/passwd")
    said = output(t, "p", "cat /file0 /file1 /file2 /file3 /etc/passwd", **spec)
    same(said, "value-1value-1value-1pvalue-1", "the files")
