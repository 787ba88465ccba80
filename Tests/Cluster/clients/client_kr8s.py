"""What users do with kr8s: usage client_kr8s.py KUBECONFIG IMAGE. Prints ok."""
import sys
import tempfile

import kr8s
from kr8s.objects import ConfigMap, CustomResourceDefinition, Deployment, Namespace, Pod, Service, new_class

NAMESPACE = "kr8s"
api = kr8s.api(kubeconfig=sys.argv[1], namespace=NAMESPACE)
image = sys.argv[2]

assert "+apus" in api.version()["gitVersion"], api.version()
assert ("deployments/apps/v1", True) in [(f"{r['name']}/{r['version']}", r["namespaced"]) for r in api.api_resources()]
api.create([Namespace({"metadata": {"name": NAMESPACE}}, api=api)])

web = Deployment({"metadata": {"name": "web"}, "spec": {
    "replicas": 1, "selector": {"matchLabels": {"app": "web"}}, "template": {
        "metadata": {"labels": {"app": "web"}}, "spec": {"terminationGracePeriodSeconds": 0, "containers": [
            {"name": "c", "image": image, "ports": [{"containerPort": 8080}],
             "command": ["/bin/sh", "-c", "echo started; exec httpd -f -p 8080 -h /etc"]}]}}}},
    namespace=NAMESPACE, api=api)
web.create()
web.wait("condition=Available", timeout=60)
web.scale(2)
web.refresh()
assert web.spec.replicas == 2 and web.ready() is not None
pods = list(web.pods())
assert pods and all(p.labels["app"] == "web" for p in pods), pods
pod = pods[0]
pod.wait("condition=Ready", timeout=60)
assert pod.exec(["/bin/echo", "hi"]).stdout == b"hi\n"
assert "started" in "".join(pod.logs())
with tempfile.TemporaryFile() as out:
    pod.exec(["/bin/sh", "-c", "cat /etc/passwd"], stdout=out)
    out.seek(0)
    assert b"root:x:0:0" in out.read()
with pod.portforward(remote_port=8080) as port:
    import httpx
    assert "root:x:0:0" in httpx.get(f"http://127.0.0.1:{port}/passwd").text

service = Service({"metadata": {"name": "web"}, "spec": {"selector": {"app": "web"}, "ports": [{"port": 8080}]}},
                  namespace=NAMESPACE, api=api)
service.create()
for _, endpoints in api.watch("endpointslices", label_selector="kubernetes.io/service-name=web"):
    if endpoints.raw.get("endpoints"):
        break
assert "root:x:0:0" in service.proxy_http_get("passwd", port=8080).text

config = ConfigMap({"metadata": {"name": "c"}, "data": {"a": "1"}}, namespace=NAMESPACE, api=api)
config.create()
config.patch({"data": {"b": "2"}})
config.label(tier="front")
config.annotate({"note": "kept"})
assert [c.name for c in api.get("configmaps", label_selector={"tier": "front"})] == ["c"]
assert dict(config.data) == {"a": "1", "b": "2"} and config.annotations["note"] == "kept"

api.create([CustomResourceDefinition({"metadata": {"name": "shirts.stable.example.com"}, "spec": {
    "group": "stable.example.com", "scope": "Namespaced",
    "names": {"plural": "shirts", "singular": "shirt", "kind": "Shirt"}, "versions": [{
        "name": "v1", "served": True, "storage": True, "subresources": {
            "scale": {"specReplicasPath": ".spec.replicas", "statusReplicasPath": ".status.replicas"}},
        "schema": {"openAPIV3Schema": {"type": "object", "properties": {
            "spec": {"type": "object", "properties": {"color": {"type": "string"}, "replicas": {"type": "integer"}}},
            "status": {"type": "object", "properties": {"replicas": {"type": "integer"}}}}}}}]}}, api=api)])
definition = CustomResourceDefinition.get("shirts.stable.example.com", api=api)
definition.wait("condition=Established", timeout=30)
Shirt = new_class(kind="Shirt", version="stable.example.com/v1", namespaced=True, scalable=True)
shirt = Shirt({"metadata": {"name": "one"}, "spec": {"color": "blue", "replicas": 1}}, namespace=NAMESPACE, api=api)
shirt.create()
shirt.scale(3)
shirt.patch({"spec": {"color": "red"}})
assert [(s.spec.color, s.spec.replicas) for s in api.get("shirts.stable.example.com")] == [("red", 3)]

for event, seen in api.watch("pods", label_selector="app=web"):
    assert event == "ADDED" and seen.labels["app"] == "web", (event, seen)
    break
definition.delete()
web.delete(propagation_policy="Foreground")
web.wait("delete", timeout=60)
assert not list(api.get("pods", label_selector="app=web"))
Namespace.get(NAMESPACE, api=api).delete()
print("ok")
