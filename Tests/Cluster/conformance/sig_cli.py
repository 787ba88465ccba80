"""kubectl, as its users type it."""
import http.client
import json
import re
import socket
import subprocess

from harness import check, holds, ready, same

HTTPD = """mkdir -p /www; echo '{"image": "nautilus.jpg"}' >/www/data.json; echo started
exec httpd -f -p 8080 -h /www"""


def controller(t, name, replicas, command=HTTPD):
    labels = {"app": name, "role": "primary"}
    return {"apiVersion": "v1", "kind": "ReplicationController", "metadata": {"name": name, "labels": labels}, "spec": {
        "replicas": replicas, "selector": labels, "template": t.template(
            labels, command, container={"name": "server", "ports": [{"name": "server", "containerPort": 8080}]})}}


def all_ready(t, number, **selector):
    """Waits until that many Pods are ready, and no other is there."""
    pods = t.kind("v1", "Pod")

    def found():
        items = pods.list(**selector).items
        return len(items) == number and all(ready(p.to_dict()) for p in items) and items
    return t.eventually(found, lambda: f"{number} ready Pods, but {pods.names(**selector)}")


def validate(t, number):
    """Every Pod of the demo runs, by kubectl's templates, and serves its page through the API server."""
    all_ready(t, number, label_selector="app=update-demo")
    names = t.kubectl("get", "pods", "-o", "template", "-l", "app=update-demo",
                      "--template={{range.items}}{{.metadata.name}} {{end}}").split()
    same(len(names), number, "Pods by the template")
    for name in names:
        running = t.kubectl(
            "get", "pods", name, "-o", "template",
            '--template={{if (exists . "status" "containerStatuses")}}{{range .status.containerStatuses}}'
            '{{if (and (eq .name "server") (exists . "state" "running"))}}true{{end}}{{end}}{{end}}')
        same(running, "true", f"whether {name} runs")
        image = t.kubectl("get", "pods", name, "-o", "template",
                          "--template={{range .spec.containers}}{{.image}}{{end}}")
        same(image, t.image, "the image")
        code, _, page = t.request("GET", f"/api/v1/namespaces/{t.ns}/pods/{name}:8080/proxy/data.json")
        same((code, page), (200, {"image": "nautilus.jpg"}), f"the page of {name}")


@check("[sig-cli] Kubectl client Update Demo should create and stop a replication controller  [Conformance]")
def update_demo(t):
    t.kubectl("create", "-f", "-", input=controller(t, "update-demo", 2))
    validate(t, 2)
    t.kubectl("delete", "--grace-period=0", "--force", "-f", "-", input=controller(t, "update-demo", 2))
    same(t.kubectl("get", "rc,svc", "-l", "app=update-demo", "--no-headers"), "", "controllers that are left")
    t.kind("v1", "Pod").count(0, label_selector="app=update-demo")


@check("[sig-cli] Kubectl client Update Demo should scale a replication controller  [Conformance]")
def scale(t):
    t.kubectl("create", "-f", "-", input=controller(t, "update-demo", 2))
    validate(t, 2)
    for number in (1, 2):
        t.kubectl("scale", "rc", "update-demo", f"--replicas={number}", "--timeout=60s")
        validate(t, number)


GUESTBOOK = """mkdir -p /www/cgi-bin; cat >/www/cgi-bin/guestbook <<'E'
#!/bin/sh
printf 'Content-Type: application/json\\r\\n\\r\\n'
if [ "$ROLE" = frontend ]; then wget -q -O - "http://$PRIMARY_SERVICE_HOST:6379/cgi-bin/guestbook?$QUERY_STRING"
elif [ "${QUERY_STRING#*cmd=set}" != "$QUERY_STRING" ]; then
  value=${QUERY_STRING#*value=}; echo "${value%%&*}" >>/tmp/entries; echo '{"data": "Updated"}'
else echo "{\\"data\\": \\"$(cat /tmp/entries 2>/dev/null)\\"}"; fi
E
chmod 755 /www/cgi-bin/guestbook; exec httpd -f -p 8080 -h /www"""


def tier(t, name, replicas, port):
    labels = {"app": "guestbook", "tier": name}
    service = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": name, "labels": labels}, "spec": {
        "selector": labels, "ports": [{"port": port, "targetPort": 8080}]}}
    deployment = {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": name}, "spec": {
        "replicas": replicas, "selector": {"matchLabels": labels}, "template": t.template(
            labels, GUESTBOOK, container={"env": [{"name": "ROLE", "value": name}],
                                          "resources": {"requests": {"cpu": "10m", "memory": "10Mi"}}})}}
    return [service, deployment]


@check("[sig-cli] Kubectl client Guestbook application should create and stop a working application  [Conformance]",
       less="two tiers that find each other by their variables, instead of three that ask the DNS")
def guestbook(t):
    manifests = tier(t, "primary", 1, 6379) + tier(t, "frontend", 3, 80)
    for manifest in manifests:
        t.kubectl("create", "-f", "-", input=manifest)
    all_ready(t, 4, label_selector="app=guestbook")
    path = f"/api/v1/namespaces/{t.ns}/services/frontend/proxy/cgi-bin/guestbook"
    t.eventually(lambda: t.request("GET", path, cmd="get")[2] == {"data": ""}, "the empty book by the frontend")
    same(t.request("GET", path, cmd="set", value="TestEntry")[2], {"data": "Updated"}, "the answer to the entry")
    same(t.request("GET", path, cmd="get")[2], {"data": "TestEntry"}, "the book")
    for manifest in manifests:
        t.kubectl("delete", "--grace-period=0", "--force", "-f", "-", input=manifest)
    t.kind("v1", "Pod").count(0)


@check("[sig-cli] Kubectl client Kubectl api-versions should check if v1 is in available api versions  [Conformance]")
def api_versions(t):
    holds("v1" in t.kubectl("api-versions").splitlines(), "v1 is listed")


@check("[sig-cli] Kubectl client Kubectl cluster-info should check if Kubernetes control plane services is included in cluster-info  [Conformance]")
def cluster_info(t):
    output = t.kubectl("cluster-info")
    for words in ("Kubernetes control plane", "is running at"):
        holds(words in output, output)


def contains(text, *lines):
    """Each entry is found behind the one before it; the words of a tuple on one line."""
    position = 0
    for words in lines:
        words = words if isinstance(words, tuple) else (words,)
        found = re.compile(r"[^\n]*".join(map(re.escape, words))).search(text, position)
        holds(found, f"{words} in: {text}")
        position = found.start()


@check("[sig-cli] Kubectl client Kubectl describe should check if kubectl describe prints relevant information for rc and pods  [Conformance]")
def describe(t):
    name = "agnhost-primary"
    t.kubectl("create", "-f", "-", input=controller(t, name, 1))
    t.kubectl("create", "-f", "-", input={
        "apiVersion": "v1", "kind": "Service", "metadata": {"name": name, "labels": {"app": name, "role": "primary"}},
        "spec": {"selector": {"app": name, "role": "primary"}, "ports": [{"port": 6379, "targetPort": "server"}]}})
    pod = all_ready(t, 1, label_selector=f"app={name}")[0]
    contains(t.kubectl("describe", "pod", pod.metadata.name), ("Name:", name), ("Namespace:", t.ns), "Node:",
             ("Labels:", f"app={name}"), "role=primary", "Annotations:", ("Status:", "Running"), "IP:",
             ("Controlled By:", f"ReplicationController/{name}"), ("Image:", t.image), ("State:", "Running"),
             ("QoS Class:", "BestEffort"))
    contains(t.kubectl("describe", "rc", name), ("Name:", name), ("Namespace:", t.ns),
             ("Selector:", f"app={name},role=primary"), ("Labels:", f"app={name}"), "role=primary", "Annotations:",
             ("Replicas:", "1 current", "1 desired"),
             ("Pods Status:", "1 Running", "0 Waiting", "0 Succeeded", "0 Failed"), "Pod Template:",
             ("Image:", t.image), "Events:", "SuccessfulCreate")
    slices = t.kind("discovery.k8s.io/v1", "EndpointSlice")
    t.eventually(lambda: any(s.endpoints for s in slices.list(
        label_selector=f"kubernetes.io/service-name={name}").items), "endpoints of the service")
    contains(t.kubectl("describe", "service", name), ("Name:", name), ("Namespace:", t.ns), ("Labels:", f"app={name}"),
             "role=primary", "Annotations:", ("Selector:", f"app={name},role=primary"), ("Type:", "ClusterIP"), "IP:",
             ("Port:", "<unset>", "6379/TCP"), ("Endpoints:", f"{pod.status.podIP}:8080"), "Session Affinity:")
    node = t.kind("v1", "Node").list().items[0].metadata.name
    contains(t.kubectl("describe", "node", node), ("Name:", node), "Labels:", "Annotations:", "CreationTimestamp:",
             "Conditions:", ("Type", "Status", "LastHeartbeatTime", "LastTransitionTime", "Reason", "Message"),
             "Addresses:", "Capacity:", "Version:")
    contains(t.kubectl("describe", "namespace", t.ns), ("Name:", t.ns), "Labels:", "Annotations:",
             ("Status:", "Active"), "No resource quota", "No LimitRange resource")


@check("[sig-cli] Kubectl client Kubectl diff should check if kubectl diff finds a difference for Deployments [Conformance]")
def diff(t):
    deployment = {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"}, "spec": {
        "replicas": 1, "selector": {"matchLabels": {"app": "web"}}, "template": t.template({"app": "web"})}}
    t.kubectl("create", "-f", "-", input=deployment)
    deployment["spec"]["template"]["spec"]["containers"][0]["image"] = "busybox:other"
    command = [t.cluster.kubectl_path, "--kubeconfig", t.cluster.kubeconfig, "-n", t.ns, "diff", "-f", "-"]
    done = subprocess.run(command, input=json.dumps(deployment), text=True, capture_output=True, timeout=t.left(),
                          check=False)
    same(done.returncode, 1, f"the exit code of diff ({done.stderr})")
    for sign, image in (("-", t.image), ("+", "busybox:other")):
        pattern = rf"^\{sign} +(- )?image: {re.escape(image)}$"
        holds(re.search(pattern, done.stdout, re.MULTILINE), f"{pattern}: {done.stdout}")


@check("[sig-cli] Kubectl client Kubectl expose should create services for rc  [Conformance]")
def expose(t):
    t.kubectl("create", "-f", "-", input=controller(t, "agnhost-primary", 1))
    pod = all_ready(t, 1, label_selector="app=agnhost-primary")[0]
    slices = t.kind("discovery.k8s.io/v1", "EndpointSlice")

    def serves(name, port):
        service = t.kind("v1", "Service").get(name)
        same([(p.port, p.targetPort) for p in service.spec.ports], [(port, 8080)], f"the ports of {name}")

        def found():
            items = slices.list(label_selector=f"kubernetes.io/service-name={name}").items
            return any(e.addresses == [pod.status.podIP] for s in items for e in s.endpoints or [])
        t.eventually(found, f"the endpoints of {name}")
    t.kubectl("expose", "rc", "agnhost-primary", "--name=rm2", "--port=1234", "--target-port=8080")
    serves("rm2", 1234)
    t.kubectl("expose", "service", "rm2", "--name=rm3", "--port=2345", "--target-port=8080")
    serves("rm3", 2345)


@check("[sig-cli] Kubectl client Kubectl label should update the label on a resource  [Conformance]")
def label(t):
    t.kubectl("create", "-f", "-", input=t.pod("pause"))
    t.running("pause")
    t.kubectl("label", "pods", "pause", "testing-label=testing-label-value")
    holds("testing-label-value" in t.kubectl("get", "pod", "pause", "-L", "testing-label"), "the label is shown")
    t.kubectl("label", "pods", "pause", "testing-label-")
    holds("testing-label-value" not in t.kubectl("get", "pod", "pause", "-L", "testing-label"), "the label is gone")


@check("[sig-cli] Kubectl client Kubectl logs should be able to retrieve and filter logs  [Conformance]")
def logs(t):
    t.kubectl("run", "logs-generator", f"--image={t.image}", "--restart=Never", "--command", "--", "/bin/sh", "-c",
              "for i in $(seq 1 100); do echo line $i; done; sleep 3; echo last; sleep 1000")
    t.running("logs-generator")
    t.eventually(lambda: "line 100\n" in t.kubectl("logs", "logs-generator"), "the lines")
    same(t.kubectl("logs", "logs-generator", "logs-generator").splitlines()[:100],
         [f"line {n}" for n in range(1, 101)], "all lines of the container")
    same(len(t.kubectl("logs", "logs-generator", "--tail=1").splitlines()), 1, "lines with --tail")
    same(len(t.kubectl("logs", "logs-generator", "--limit-bytes=1")), 1, "bytes with --limit-bytes")
    line = t.kubectl("logs", "logs-generator", "--tail=1", "--timestamps").split(" ", 1)
    holds(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+(Z|[+-]\d\d:\d\d)", line[0]), f"the time: {line}")
    t.eventually(lambda: "last\n" in t.kubectl("logs", "logs-generator"), "the last line")
    recent = t.kubectl("logs", "logs-generator", "--since=2s").splitlines()
    same(len(t.kubectl("logs", "logs-generator", "--since=24h").splitlines()), 101, "lines of a day")
    holds(len(recent) <= 1, f"lines of two seconds: {recent}")
    t.kubectl("delete", "pod", "logs-generator", "--now")


@check("[sig-cli] Kubectl client Kubectl patch should add annotations for pods in rc  [Conformance]")
def patch(t):
    t.kubectl("create", "-f", "-", input=controller(t, "agnhost-primary", 2))
    for pod in all_ready(t, 2, label_selector="app=agnhost-primary"):
        t.kubectl("patch", "pod", pod.metadata.name, "-p", '{"metadata":{"annotations":{"x":"y"}}}')
    for pod in all_ready(t, 2, label_selector="app=agnhost-primary"):
        same(pod.metadata.annotations.to_dict(), {"x": "y"}, "the annotations")


@check("[sig-cli] Kubectl client Kubectl replace should update a single-container pod's image  [Conformance]")
def replace(t):
    t.kubectl("run", "web", f"--image={t.image}", "--labels=run=web", "--command", "--", "/bin/sleep", "1000")
    t.running("web")
    body = json.loads(t.kubectl("get", "pod", "web", "-o", "json"))
    other = t.image.rsplit(":", 1)[0] + ":other"
    body["spec"]["containers"][0]["image"] = other
    t.kubectl("replace", "-f", "-", input=body)
    same(t.kind("v1", "Pod").get("web").spec.containers[0].image, other, "the image")


@check("[sig-cli] Kubectl client Kubectl run pod should create a pod from an image when restart is Never  [Conformance]")
def run(t):
    t.kubectl("run", "once", "--restart=Never", f"--image={t.image}")
    pod = t.kind("v1", "Pod").get("once")
    same((pod.spec.containers[0].image, pod.spec.restartPolicy), (t.image, "Never"), "the Pod")


@check("[sig-cli] Kubectl client Kubectl server-side dry-run should check if kubectl can dry-run update Pods [Conformance]")
def dry_run(t):
    t.kubectl("run", "web", f"--image={t.image}", "--labels=run=web", "--command", "--", "/bin/sleep", "1000")
    change = {"spec": {"containers": [{"name": "web", "image": "busybox:other"}]}}
    shown = t.kubectl("patch", "pod", "web", "-p", json.dumps(change), "--dry-run=server", "-o", "json")
    same(json.loads(shown)["spec"]["containers"][0]["image"], "busybox:other", "the image of the dry run")
    same(t.kind("v1", "Pod").get("web").spec.containers[0].image, t.image, "the image")


@check("[sig-cli] Kubectl client Kubectl version should check is all data is printed  [Conformance]")
def version(t):
    output = t.kubectl("version")
    for words in ("Client Version: ", "Server Version: "):
        holds(words in output, output)
    data = json.loads(t.kubectl("version", "-o", "json"))["serverVersion"]
    for field in ("major", "minor", "gitVersion", "gitTreeState", "buildDate", "goVersion", "compiler",
                  "platform"):
        holds(data.get(field), f"{field} of {data}")


class Proxied:
    """A running `kubectl proxy`."""

    def __init__(self, t, *arguments):
        command = [t.cluster.kubectl_path, "--kubeconfig", t.cluster.kubeconfig, "proxy", *arguments]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        t.undo.callback(self.end)
        self.address = self.process.stdout.readline().strip().removeprefix("Starting to serve on ")

    def end(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


def api_versions_by(connection):
    connection.request("GET", "/api/")
    answer = connection.getresponse()
    body = json.loads(answer.read())
    connection.close()
    same((answer.status, body["versions"]), (200, ["v1"]), "the versions")


@check("[sig-cli] Kubectl client Proxy server should support proxy with --port 0  [Conformance]")
def proxy_port(t):
    host, port = Proxied(t, "-p", "0", "--disable-filter").address.rsplit(":", 1)
    api_versions_by(http.client.HTTPConnection(host, int(port), timeout=10))


@check("[sig-cli] Kubectl client Proxy server should support --unix-socket=/path  [Conformance]")
def proxy_socket(t):
    path = f"/tmp/{t.unique('kubectl-proxy')}.sock"
    same(Proxied(t, f"--unix-socket={path}").address, path, "where it serves")
    connection = http.client.HTTPConnection("localhost", timeout=10)
    connection.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.sock.connect(path)
    api_versions_by(connection)
