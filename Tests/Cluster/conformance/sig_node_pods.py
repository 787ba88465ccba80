"""What containers get to see and what becomes of them: environment, init containers, ends, users, probes, WebSockets."""
from kubernetes import client
from kubernetes.stream import stream

from harness import check, holds, same

TO_LOG = {"terminationMessagePolicy": "FallbackToLogsOnError"}


def output(t, name, command, code=0, **spec):
    """Runs a Pod to its end, and returns what it said."""
    pods = t.kind("v1", "Pod")
    pods.create(t.pod(name, command, restartPolicy="Never", **spec))
    wanted = "Succeeded" if code == 0 else "Failed"
    pods.wait(name, lambda p: p["status"].get("phase") == wanted, wanted)
    return t.kubectl("logs", name)


def environment(**names):
    return {"env": [{"name": name, "valueFrom": source} for name, source in names.items()]}


@check("[sig-node] ConfigMap should be consumable via environment variable [NodeConformance] [Conformance]",
       "[sig-node] ConfigMap should be consumable via the environment [NodeConformance] [Conformance]",
       "[sig-node] Secrets should be consumable from pods in env vars [NodeConformance] [Conformance]",
       "[sig-node] Secrets should be consumable via the environment [NodeConformance] [Conformance]")
def sources(t):
    t.kind("v1", "ConfigMap").create({"metadata": {"name": "m"}, "data": {"data_1": "value-1"}})
    t.kind("v1", "Secret").create({"metadata": {"name": "s"}, "stringData": {"data_2": "value-2"}})
    one = environment(MAP={"configMapKeyRef": {"name": "m", "key": "data_1"}},
                      SECRET={"secretKeyRef": {"name": "s", "key": "data_2"}})
    same(output(t, "one", "echo $MAP $SECRET", container=one), "value-1 value-2\n", "single variables")
    every = {"envFrom": [{"configMapRef": {"name": "m"}}, {"prefix": "p_", "secretRef": {"name": "s"}}]}
    same(output(t, "all", "echo $data_1 $p_data_2", container=every), "value-1 value-2\n", "all variables")


def field(path):
    return {"fieldRef": {"fieldPath": path}}


def resource(name, divisor="1"):
    return {"resourceFieldRef": {"containerName": "c", "resource": name, "divisor": divisor}}


@check("[sig-node] Downward API should provide host IP as an env var [NodeConformance] [Conformance]",
       "[sig-node] Downward API should provide pod UID as env vars [NodeConformance] [Conformance]",
       "[sig-node] Downward API should provide pod name, namespace and IP address as env vars [NodeConformance] [Conformance]",
       "[sig-node] Pods should get a host IP [NodeConformance] [Conformance]")
def downward(t):
    said = output(t, "p", "echo $NAME $NS $IP $UID_ $HOST", container=environment(
        NAME=field("metadata.name"), NS=field("metadata.namespace"), IP=field("status.podIP"),
        UID_=field("metadata.uid"), HOST=field("status.hostIP"))).split()
    pod = t.kind("v1", "Pod").get("p")
    same(said[:2] + said[3:], ["p", t.ns, pod.metadata.uid, pod.status.hostIP], "the variables")
    same(said[2].count("."), 3, "the address of the Pod")


@check("[sig-node] Downward API should provide container's limits.cpu/memory and requests.cpu/memory as env vars [NodeConformance] [Conformance]",
       "[sig-node] Downward API should provide default limits.cpu/memory from node allocatable [NodeConformance] [Conformance]")
def downward_resources(t):
    names = dict(LC=resource("limits.cpu"), LM=resource("limits.memory"), RC=resource("requests.cpu", "1m"),
                 RM=resource("requests.memory"))
    show = "echo $LC $LM $RC $RM"
    given = {"resources": {"requests": {"cpu": "250m", "memory": "32Mi"}, "limits": {"cpu": "1250m", "memory": "64Mi"}}}
    same(output(t, "given", show, container={**environment(**names), **given}), "2 67108864 250 33554432\n", "amounts")
    node = t.kind("v1", "Node").list().items[0].status.allocatable
    said = output(t, "none", show, container=environment(**names)).split()
    holds(int(said[0]) >= 1 and int(said[1]) > 1 << 20, f"defaults of {node}: {said}")


def states(t, name):
    return t.kind("v1", "Pod").get(name).status


@check("[sig-node] InitContainer [NodeConformance] should invoke init containers on a RestartNever pod [Conformance]",
       "[sig-node] InitContainer [NodeConformance] should invoke init containers on a RestartAlways pod [Conformance]")
def initial(t):
    before = [{"name": f"init{n}", "image": t.image, "command": ["/bin/true"]} for n in (1, 2)]
    output(t, "never", "true", initContainers=before)
    t.kind("v1", "Pod").create(t.pod("always", initContainers=before))
    t.running("always")
    for name in ("never", "always"):
        status = states(t, name)
        same([s.state.terminated.exitCode for s in status.initContainerStatuses], [0, 0], f"how {name} began")
        same([c.status for c in status.conditions if c.type == "Initialized"], ["True"], "Initialized")


@check("[sig-node] InitContainer [NodeConformance] should not start app containers and fail the pod if init containers fail on a RestartNever pod [Conformance]",
       "[sig-node] InitContainer [NodeConformance] should not start app containers if init containers fail on a RestartAlways pod [Conformance]")
def initial_fails(t):
    pods = t.kind("v1", "Pod")
    before = [{"name": "bad", "image": t.image, "command": ["/bin/false"]},
              {"name": "good", "image": t.image, "command": ["/bin/true"]}]
    pods.create(t.pod("never", "true", restartPolicy="Never", initContainers=before))
    pods.create(t.pod("always", initContainers=before))
    pods.wait("never", lambda p: p["status"].get("phase") == "Failed", "its failure")
    pods.wait("always", lambda p: p["status"].get("initContainerStatuses", [{}])[0].get("restartCount", 0) >= 2, "restarts")
    for name in ("never", "always"):
        status = states(t, name)
        holds(status.containerStatuses[0].state.waiting and status.initContainerStatuses[1].state.waiting,
              f"nothing else of {name} began: {status.containerStatuses}")


@check("[sig-node] Kubelet when scheduling a busybox command in a pod should print the output to logs [NodeConformance] [Conformance]",
       "[sig-node] Kubelet when scheduling a busybox Pod with hostAliases should write entries to /etc/hosts [LinuxOnly] [NodeConformance] [Conformance]",
       "[sig-node] Kubelet when scheduling a read only busybox container should not write to root filesystem [LinuxOnly] [NodeConformance] [Conformance]",
       "[sig-node] Security Context When creating a pod with readOnlyRootFilesystem should run the container with writable rootfs when readOnlyRootFilesystem=false [NodeConformance] [Conformance]")
def busybox(t):
    same(output(t, "log", "echo 'Hello World'"), "Hello World\n", "the log")
    hosts = output(t, "hosts", "cat /etc/hosts", hostAliases=[{"ip": "123.45.67.89", "hostnames": ["foo", "bar"]}])
    holds("123.45.67.89\tfoo\tbar" in hosts, hosts)
    said = output(t, "closed", "echo test >/file; test -e /file || echo none",
                  container={"securityContext": {"readOnlyRootFilesystem": True}})
    holds("none" in said and "Read-only file system" in said, said)
    same(output(t, "open", "echo test >/file; cat /file", container={
        "securityContext": {"readOnlyRootFilesystem": False}}), "test\n", "a writable root")


@check("[sig-node] Kubelet when scheduling a busybox command that always fails in a pod should have an terminated reason [NodeConformance] [Conformance]",
       "[sig-node] Kubelet when scheduling a busybox command that always fails in a pod should be possible to delete [NodeConformance] [Conformance]")
def failing(t):
    pods = t.kind("v1", "Pod")
    pods.create(t.pod("bad", "false"))

    def ended(pod):
        states_ = [s.get("state", {}).get("terminated") or s.get("lastState", {}).get("terminated")
                   for s in pod["status"].get("containerStatuses", [])]
        return any(s and s["exitCode"] != 0 and s["reason"] == "Error" for s in states_)
    pods.wait("bad", ended, "an end with a reason")
    pods.delete("bad")
    pods.gone("bad")


@check("[sig-node] Container Runtime blackbox test on terminated container should report termination message as empty when pod succeeds and TerminationMessagePolicy FallbackToLogsOnError is set [Excluded:WindowsDocker] [NodeConformance] [Conformance]",
       "[sig-node] Container Runtime blackbox test on terminated container should report termination message from file when pod succeeds and TerminationMessagePolicy FallbackToLogsOnError is set [Excluded:WindowsDocker] [NodeConformance] [Conformance]",
       "[sig-node] Container Runtime blackbox test on terminated container should report termination message from log output if TerminationMessagePolicy FallbackToLogsOnError is set [Excluded:WindowsDocker] [NodeConformance] [Conformance]",
       "[sig-node] Container Runtime blackbox test on terminated container should report termination message [LinuxOnly] if TerminationMessagePath is set as non-root user and at a non-default path [NodeConformance] [Conformance]")
def messages(t):
    def message(name):
        return states(t, name).containerStatuses[0].state.terminated.message
    output(t, "empty", "echo DONE", container=TO_LOG)
    holds(not message("empty"), f"no message: {message('empty')}")
    output(t, "file", "printf OK >/dev/termination-log", container=TO_LOG)
    same(message("file"), "OK", "the message of the file")
    output(t, "log", "printf DONE; exit 1", code=1, container=TO_LOG)
    same(message("log").strip(), "DONE", "the message of the log")
    output(t, "path", "printf DONE >/dev/termination-custom-log", container={
        "terminationMessagePath": "/dev/termination-custom-log", "securityContext": {"runAsUser": 1000}})
    same(message("path"), "DONE", "the message at another path")


@check("[sig-node] Security Context When creating a container with runAsUser should run the container with uid 65534 [LinuxOnly] [NodeConformance] [Conformance]",
       "[sig-node] Security Context should support container.SecurityContext.RunAsUser And container.SecurityContext.RunAsGroup [LinuxOnly] [Conformance]",
       "[sig-node] Security Context should support pod.Spec.SecurityContext.RunAsUser And pod.Spec.SecurityContext.RunAsGroup [LinuxOnly] [Conformance]")
def users(t):
    show, both = "echo $(id -u) $(id -g)", {"runAsUser": 1001, "runAsGroup": 2002}
    same(output(t, "nobody", "id -u", container={"securityContext": {"runAsUser": 65534}}), "65534\n", "the user")
    same(output(t, "container", show, container={"securityContext": both}), "1001 2002\n", "of the container")
    same(output(t, "pod", show, securityContext=both), "1001 2002\n", "of the Pod")


@check("[sig-node] Security Context When creating a pod with privileged should run the container as unprivileged when false [LinuxOnly] [NodeConformance] [Conformance]",
       "[sig-node] Security Context when creating containers with AllowPrivilegeEscalation should not allow privilege escalation when false [LinuxOnly] [NodeConformance] [Conformance]")
def privileges(t):
    said = output(t, "plain", "ip link add dummy0 type dummy || echo refused", container={"securityContext": {"privileged": False}})
    holds("refused" in said, said)
    said = output(t, "same", "grep NoNewPrivs /proc/self/status", container={
        "securityContext": {"runAsUser": 1000, "allowPrivilegeEscalation": False}})
    same(said.split(), ["NoNewPrivs:", "1"], "new privileges")


@check("[sig-node] Variable Expansion should allow composing env vars into new env vars [NodeConformance] [Conformance]",
       "[sig-node] Variable Expansion should allow substituting values in a container's command [NodeConformance] [Conformance]",
       "[sig-node] Variable Expansion should allow substituting values in a container's args [NodeConformance] [Conformance]")
def expansion(t):
    variables = {"env": [{"name": "FOO", "value": "foo-value"}, {"name": "BAR", "value": "bar-value"},
                         {"name": "FOOBAR", "value": "$(FOO);;$(BAR)"}]}
    same(output(t, "env", "echo \"$FOOBAR\"", container=variables), "foo-value;;bar-value\n", "composed variables")
    for name, more in (("command", {"command": ["/bin/echo", "$(FOO)", "$$(BAR)"]}),
                       ("args", {"command": ["/bin/echo"], "args": ["$(FOO)", "$$(BAR)"]})):
        same(output(t, name, "", container={**variables, **more}), "foo-value $(BAR)\n", f"the {name}")


@check("[sig-node] Pods should contain environment variables for services [NodeConformance] [Conformance]")
def service_variables(t):
    made = t.kind("v1", "Service").create({"metadata": {"name": "fooservice"}, "spec": {
        "selector": {"name": "x"}, "ports": [{"port": 8765, "targetPort": 8080}]}})
    said = output(t, "client", "echo $FOOSERVICE_SERVICE_HOST $FOOSERVICE_SERVICE_PORT $FOOSERVICE_PORT_8765_TCP_PROTO")
    same(said.split(), [made.spec.clusterIP, "8765", "tcp"], "the variables")


@check("[sig-node] Pods should support remote command execution over websockets [NodeConformance] [Conformance]")
def commands(t):
    t.kind("v1", "Pod").create(t.pod("p"))
    t.running("p")
    said = stream(client.CoreV1Api(client.ApiClient(t.cluster.configuration)).connect_get_namespaced_pod_exec, "p", t.ns,
                  command=["/bin/cat", "/etc/resolv.conf"], stdout=True, stderr=True, stdin=False, tty=False)
    holds(said, "the file is shown")


def probed(t, name, kind, probe, command="sleep 1000", **spec):
    t.kind("v1", "Pod").create(t.pod(name, command, container={kind: {
        "periodSeconds": 1, "failureThreshold": 1, **probe}}, **spec))


@check("[sig-node] Probing container should be restarted with a /healthz http liveness probe [NodeConformance] [Conformance]",
       "[sig-node] Probing container should have monotonically increasing restart count [NodeConformance] [Conformance]")
def unhealthy(t):
    probed(t, "http", "livenessProbe", {"httpGet": {"path": "/healthz", "port": 8080}, "initialDelaySeconds": 1},
           "mkdir /www; echo ok >/www/healthz; httpd -p 8080 -h /www; sleep 2; rm /www/healthz; sleep 1000")
    counts = []
    for _, pod in t.kind("v1", "Pod").watch(field_selector="metadata.name=http"):
        counts += [s["restartCount"] for s in pod["status"].get("containerStatuses", [])]
        if counts and counts[-1] >= 2:
            break
    same(counts, sorted(counts), "the restart counts")


@check("[sig-node] Probing container should *not* be restarted with a /healthz http liveness probe [NodeConformance] [Conformance]",
       "[sig-node] Probing container should *not* be restarted with a tcp:8080 liveness probe [NodeConformance] [Conformance]",
       less="minutes of waiting: five probes are passed")
def healthy(t):
    serve = "mkdir /www; echo ok >/www/healthz; exec httpd -f -v -p 8080 -h /www"
    probed(t, "http", "livenessProbe", {"httpGet": {"path": "/healthz", "port": 8080}, "initialDelaySeconds": 1}, serve)
    probed(t, "tcp", "livenessProbe", {"tcpSocket": {"port": 8080}, "initialDelaySeconds": 1}, serve)
    t.running("http")
    t.eventually(lambda: t.kubectl("logs", "http").count("response:200") >= 5, "five probes")
    for name in ("http", "tcp"):
        same(states(t, name).containerStatuses[0].restartCount, 0, f"restarts of {name}")


@check("[sig-node] Probing container with readiness probe should not be ready before initial delay and never restart [NodeConformance] [Conformance]")
def readiness(t):
    probed(t, "p", "readinessProbe", {"exec": {"command": ["/bin/true"]}, "initialDelaySeconds": 3})
    pod = t.running("p")
    started = pod["status"]["containerStatuses"][0]["state"]["running"]["startedAt"]
    when = next(c["lastTransitionTime"] for c in pod["status"]["conditions"] if c["type"] == "Ready")
    holds(seconds(when) - seconds(started) >= 2, f"ready at {when}, started at {started}")
    same(pod["status"]["containerStatuses"][0]["restartCount"], 0, "restarts")


def seconds(when):
    hours, minutes, rest = when.rstrip("Z").split("T")[1].split(":")
    return int(hours) * 3600 + int(minutes) * 60 + int(rest)


@check("[sig-node] Container Lifecycle Hook when create a pod with lifecycle hook should execute poststart exec hook properly [NodeConformance] [Conformance]",
       "[sig-node] Container Lifecycle Hook when create a pod with lifecycle hook should execute prestop exec hook properly [NodeConformance] [Conformance]")
def hooks(t):
    pods = t.kind("v1", "Pod")
    volume = {"volumes": [{"name": "v", "hostPath": {"path": "/tmp"}}]}
    mounts = {"volumeMounts": [{"name": "v", "mountPath": "/v"}]}

    def hook(word):
        return {"exec": {"command": ["/bin/sh", "-c", f"mkdir -p /v/{t.ns}; touch /v/{t.ns}/{word}"]}}
    pods.create(t.pod("hooked", terminationGracePeriodSeconds=5, container={
        **mounts, "lifecycle": {"postStart": hook("began"), "preStop": hook("ended")}}, **volume))
    t.running("hooked")
    pods.delete("hooked")
    pods.gone("hooked")
    said = output(t, "look", f"ls /v/{t.ns}; rm -r /v/{t.ns}", container=mounts, **volume)
    same(said, "began\nended\n", "what the hooks did")


@check("[sig-scheduling] SchedulerPredicates [Serial] validates that NodeSelector is respected if not matching  [Conformance]",
       "[sig-scheduling] SchedulerPredicates [Serial] validates that NodeSelector is respected if matching  [Conformance]",
       "[sig-scheduling] SchedulerPredicates [Serial] validates resource limits of pods that are allowed to run  [Conformance]")
def placed(t):
    nodes, pods, label = t.kind("v1", "Node"), t.kind("v1", "Pod"), t.unique("label")
    name = nodes.list().items[0].metadata.name

    def refused(pod, why):
        pods.wait(pod, lambda p: any(c["type"] == "PodScheduled" and c["status"] == "False" and why in c["message"]
                                     for c in p["status"].get("conditions", [])), why)
    pods.create(t.pod("picky", nodeSelector={label: "42"}))
    refused("picky", "didn't match Pod's node affinity/selector")
    nodes.patch(name, {"metadata": {"labels": {label: "42"}}})
    t.undo.callback(lambda: nodes.patch(name, {"metadata": {"labels": {label: None}}}))
    t.running("picky")
    pods.create(t.pod("huge", container={"resources": {"requests": {"cpu": "1000"}}}))
    refused("huge", "Insufficient cpu")
