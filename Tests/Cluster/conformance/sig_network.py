"""Services, their endpoints, and the objects of networking."""
from harness import STRATEGIC, check, holds, same
from objects import add_condition, discovered, has_condition, lived, status_lived

PORT = {"ports": [{"name": "http", "protocol": "TCP", "port": 80, "targetPort": 80}]}
NAMES = "kubernetes.io/service-name"


def service(name, labels=None, **spec):
    return {"metadata": {"name": name, "labels": labels or {}}, "spec": {**PORT, **spec}}


@check("[sig-network] Ingress API should support creating Ingress API operations [Conformance]")
def ingresses(t):
    version = "networking.k8s.io/v1"
    discovered(t, version, "ingresses", ["status"])
    objects = t.kind(version, "Ingress")

    def body():
        return {"spec": {"defaultBackend": {"service": {"name": "default", "port": {"number": 80}}}}}
    objects.create({**body(), "metadata": {"name": "status"}})
    patched = {"loadBalancer": {"ingress": [{"ip": "169.1.1.1"}]}}
    other = [{"ip": "169.1.1.2"}]
    status_lived(t, objects, "status", patched, lambda b: b["status"].update(loadBalancer={"ingress": other}),
                 lambda s: s.loadBalancer.to_dict() == {"ingress": other})
    objects.delete("status")
    lived(t, objects, body, lambda b: b["spec"]["defaultBackend"]["service"].update(name="other"),
          lambda o: o.spec.defaultBackend.service.name == "other")


@check("[sig-network] IngressClass API  should support creating IngressClass API operations [Conformance]")
def ingress_classes(t):
    discovered(t, "networking.k8s.io/v1", "ingressclasses")
    lived(t, t.kind("networking.k8s.io/v1", "IngressClass"), lambda: {"spec": {"controller": "example.com/controller"}},
          lambda b: b["metadata"]["annotations"].update(more="yes"), lambda o: o.metadata.annotations.more == "yes")


@check("[sig-network] EndpointSlice should support creating EndpointSlice API operations [Conformance]")
def slices(t):
    discovered(t, "discovery.k8s.io/v1", "endpointslices")
    lived(t, t.kind("discovery.k8s.io/v1", "EndpointSlice"),
          lambda: {"addressType": "IPv4", "endpoints": [{"addresses": ["10.1.2.3"]}], "ports": [{"port": 80}]},
          lambda b: b.update(endpoints=[{"addresses": ["10.1.2.4"]}]),
          lambda o: o.endpoints[0].addresses == ["10.1.2.4"])


def slices_of(t, name, namespace=None):
    return t.kind("discovery.k8s.io/v1", "EndpointSlice", namespace).list(label_selector=f"{NAMES}={name}").items


@check("[sig-network] EndpointSlice should have Endpoints and EndpointSlices pointing to API Server [Conformance]")
def api_server(t):
    holds(t.kind("v1", "Service", "default").get("kubernetes").spec.clusterIP, "the service has an address")
    endpoints = t.kind("v1", "Endpoints", "default").get("kubernetes")
    same(len(endpoints.subsets), 1, "subsets")
    found = slices_of(t, "kubernetes", "default")
    same(len(found), 1, "slices")
    same([e.addresses[0] for e in found[0].endpoints], [a.ip for a in endpoints.subsets[0].addresses], "the addresses")
    same([p.port for p in found[0].ports], [p.port for p in endpoints.subsets[0].ports], "the ports")


@check("[sig-network] EndpointSlice should create and delete Endpoints and EndpointSlices for a Service with a selector specified [Conformance]",
       less="Endpoints: only EndpointSlices are made, as 1.33 began to advise")
def slices_follow(t):
    services = t.kind("v1", "Service")
    services.create(service("example-empty-selector", selector={"does-not-match-anything": "endpoints-should-exist"}))
    t.eventually(lambda: slices_of(t, "example-empty-selector"), "a slice")
    services.delete("example-empty-selector")
    t.eventually(lambda: not slices_of(t, "example-empty-selector"), "no slice")


@check("[sig-network] EndpointSlice should create Endpoints and EndpointSlices for Pods matching a Service [Conformance]",
       less="Endpoints: only EndpointSlices are made, as 1.33 began to advise")
def slices_of_pods(t):
    pods, services = t.kind("v1", "Pod"), t.kind("v1", "Service")
    ports = {"container": {"ports": [{"name": "example-name", "containerPort": 3000}]}}
    for name in ("pod1", "pod2"):
        pods.create(t.pod(name, labels={"foo": "bar", "name": name}, **ports))
    services.create(service("one", selector={"name": "pod1"}, publishNotReadyAddresses=True,
                            ports=[{"name": "example", "port": 80, "targetPort": "example-name"}]))
    services.create(service("both", selector={"foo": "bar"},
                            ports=[{"name": "example-no-match", "port": 80, "targetPort": 8080}]))
    addresses = {name: t.running(name)["status"]["podIP"] for name in ("pod1", "pod2")}

    def targets(name):
        return {e.targetRef.name: e.addresses[0] for s in slices_of(t, name) for e in s.endpoints or []}
    t.eventually(lambda: targets("one") == {"pod1": addresses["pod1"]}, lambda: f"one Pod: {targets('one')}")
    t.eventually(lambda: targets("both") == addresses, lambda: f"two Pods: {targets('both')}")
    found = next(s for s in slices_of(t, "one") if s.endpoints)
    same([(p.name, p.port) for p in found.ports], [("example", 3000)], "the port by name")
    same(found.metadata.labels["endpointslice.kubernetes.io/managed-by"], "endpointslice-controller.k8s.io", "who manages")
    same([o.name for o in found.metadata.ownerReferences], ["one"], "the owner")


@check("[sig-network] Services should provide secure master service  [Conformance]")
def master(t):
    found = t.kind("v1", "Service", "default").get("kubernetes")
    holds(443 in [p.port for p in found.spec.ports], f"the port of https: {found.spec.ports}")


@check("[sig-network] Services should find a service from listing all namespaces [Conformance]")
def everywhere(t):
    listed = t.kind("v1", "Service").list(everywhere=True).items
    holds(("default", "kubernetes") in [(s.metadata.namespace, s.metadata.name) for s in listed], "it is listed")


@check("[sig-network] Services should delete a collection of services [Conformance]")
def collection(t):
    services, label = t.kind("v1", "Service"), {"label_selector": "collected=yes"}
    for number in range(1, 4):
        services.create(service(f"s{number}", {"collected": "yes"} if number < 3 else {}, selector={"a": "b"}))
    same(services.names(**label), ["s1", "s2"], "services with the label")
    services.delete_collection(**label)
    same((services.names(**label), services.names()), ([], ["s3"]), "services after the deletion")


@check("[sig-network] Services should complete a service status lifecycle [Conformance]")
def status(t):
    services, label = t.kind("v1", "Service"), {"label_selector": "static=true"}
    start = services.list(**label).metadata.resourceVersion
    services.create(service("s", {"static": "true"}, type="LoadBalancer"))
    same(services.get("s", "status").metadata.name, "s", "what /status gives")
    patched = services.patch("s", {"metadata": {"annotations": {"patchedstatus": "true"}}, "status": {
        "loadBalancer": {"ingress": [{"ip": "203.0.113.1"}]}}}, subresource="status")
    same(patched.metadata.annotations.patchedstatus, "true", "the annotation")
    same(patched.status.loadBalancer.ingress[0].ip, "203.0.113.1", "the address")
    updated = services.update("s", add_condition, "status")
    holds(has_condition(updated.status), f"the updated status: {updated.status}")
    patched = services.patch("s", {"metadata": {"labels": {"test-service": "patched"}}}, STRATEGIC)
    same(patched.metadata.labels["test-service"], "patched", "the label")
    same(patched.status.loadBalancer.ingress[0].ip, "203.0.113.1", "the address, which a patch leaves")
    services.delete("s")
    kinds = []
    for kind, _ in services.watch(start, **label):
        kinds.append(kind)
        if kind == "DELETED":
            break
    same(kinds, ["ADDED", "MODIFIED", "MODIFIED", "MODIFIED", "DELETED"], "the events")


@check("[sig-network] Services should test the lifecycle of an Endpoint [Conformance]")
def endpoints(t):
    objects, label = t.kind("v1", "Endpoints"), {"label_selector": "static=true"}
    start = objects.list(**label).metadata.resourceVersion
    objects.create({"metadata": {"name": "e", "labels": {"static": "true"}}, "subsets": [
        {"addresses": [{"ip": "10.0.0.24"}], "ports": [{"name": "http", "port": 80, "protocol": "TCP"}]}]})
    found = [e.metadata.name for e in objects.list(everywhere=True, **label).items if e.metadata.namespace == t.ns]
    same(found, ["e"], "Endpoints in all namespaces")
    changed = objects.update("e", lambda e: e["metadata"]["labels"].update(test="updated"))
    same(changed.metadata.labels.test, "updated", "the label")
    objects.patch("e", {"metadata": {"labels": {"test": "patched"}}, "subsets": [
        {"addresses": [{"ip": "10.0.0.25"}], "ports": [{"name": "http-test", "port": 8080, "protocol": "TCP"}]}]},
        STRATEGIC)
    found = objects.get("e")
    same(found.metadata.labels.test, "patched", "the label")
    same((found.subsets[0].addresses[0].ip, found.subsets[0].ports[0].name, found.subsets[0].ports[0].port),
         ("10.0.0.25", "http-test", 8080), "the subset")
    objects.delete_collection(**label)
    kinds = []
    for kind, _ in objects.watch(start, **label):
        kinds.append(kind)
        if kind == "DELETED":
            break
    same(kinds, ["ADDED", "MODIFIED", "MODIFIED", "DELETED"], "the events")
    objects.refused(404, "get", "e")


def backend(t, name, labels=None, says=None):
    """A Pod that answers every request with its name."""
    return t.pod(name, f"mkdir /www; echo {says or name} >/www/index.html; exec httpd -f -p 80 -h /www",
                 labels=labels or {"name": name})


def asks(t, target):
    """What a client Pod gets from an address and port."""
    pods = t.kind("v1", "Pod")
    if pods.absent("client"):
        pods.create(t.pod("client"))
        t.running("client")
    run = f"timeout 2 wget -q -O - http://{target}/ || true"
    return t.kubectl("exec", "client", "--", "/bin/sh", "-c", run).strip()


def reached(t, target, answer):
    t.eventually(lambda: asks(t, target) == answer, f"{answer} from {target}", pause=0.2)


def node_address(t):
    node = t.kind("v1", "Node").list().items[0]
    return next(a.address for a in node.status.addresses if a.type == "InternalIP")


def retyped(t, before, after):
    """A Service changes its type, and answers where the new one says."""
    services = t.kind("v1", "Service")
    plain = {"selector": {"name": "back"}}
    t.kind("v1", "Pod").create(backend(t, "back"))
    t.running("back")
    outside = {"type": "ExternalName", "externalName": "example.com"}
    specs = {"ExternalName": outside, "ClusterIP": {"type": "ClusterIP", **plain},
             "NodePort": {"type": "NodePort", **plain}}
    body = service("s", **specs[before])
    if before == "ExternalName":
        del body["spec"]["ports"]
    services.create(body)

    def change(found):
        spec = found["spec"]
        spec["type"] = after
        if after == "ExternalName":
            spec["externalName"] = "example.com"
            for field in ("clusterIP", "clusterIPs"):
                spec.pop(field, None)
            for port in spec["ports"]:
                port.pop("nodePort", None)
        else:
            spec.update({"externalName": None, **PORT, **plain})
    changed = services.update("s", change)
    same(changed.spec.type, after, "the type")
    if after == "ExternalName":
        holds(not changed.spec.clusterIP, f"no address is left: {changed.spec.clusterIP}")
        holds(not any(p.nodePort for p in changed.spec.ports or []), "no node port is left")
        return
    reached(t, f"{changed.spec.clusterIP}:80", "back")
    if after == "NodePort":
        reached(t, f"{node_address(t)}:{changed.spec.ports[0].nodePort}", "back")


@check("[sig-network] Services should be able to change the type from ExternalName to ClusterIP [Conformance]",
       less="names: the cluster has no DNS")
def external_to_cluster(t):
    retyped(t, "ExternalName", "ClusterIP")


@check("[sig-network] Services should be able to change the type from ExternalName to NodePort [Conformance]",
       less="names: the cluster has no DNS")
def external_to_node(t):
    retyped(t, "ExternalName", "NodePort")


@check("[sig-network] Services should be able to change the type from ClusterIP to ExternalName [Conformance]",
       less="names: the cluster has no DNS")
def cluster_to_external(t):
    retyped(t, "ClusterIP", "ExternalName")


@check("[sig-network] Services should be able to change the type from NodePort to ExternalName [Conformance]",
       less="names: the cluster has no DNS")
def node_to_external(t):
    retyped(t, "NodePort", "ExternalName")


@check("[sig-network] Services should be able to create a functioning NodePort service [Conformance]")
def node_port(t):
    t.kind("v1", "Pod").create(backend(t, "back"))
    t.running("back")
    made = t.kind("v1", "Service").create(service("s", type="NodePort", selector={"name": "back"}))
    reached(t, f"{made.spec.clusterIP}:80", "back")
    reached(t, f"{node_address(t)}:{made.spec.ports[0].nodePort}", "back")


@check("[sig-network] Services should serve a basic endpoint from pods  [Conformance]")
def basic_endpoint(t):
    multiple(t, {"pod1": [80], "pod2": [80]}, [{"name": "http", "port": 80, "targetPort": 80}])


@check("[sig-network] Services should serve multiport endpoints from pods  [Conformance]")
def multiport(t):
    multiple(t, {"pod1": [100], "pod2": [101]}, [
        {"name": "portname1", "port": 80, "targetPort": "first"}, {"name": "portname2", "port": 81, "targetPort": "second"}])


def multiple(t, pods, ports):
    """The endpoints of a Service follow its Pods as they come and go."""
    names = {100: "first", 101: "second"}
    t.kind("v1", "Service").create(service("s", selector={"all": "yes"}, ports=ports))

    def found():
        return {e.targetRef.name: sorted(p.port for p in s.ports) for s in slices_of(t, "s") for e in s.endpoints or []}

    def becomes(wanted):
        t.eventually(lambda: found() == wanted, lambda: f"endpoints {wanted}: {found()}")
    becomes({})
    there = {}
    for name, numbers in pods.items():
        t.kind("v1", "Pod").create(t.pod(name, labels={"all": "yes"}, container={"ports": [
            {"containerPort": n, **({"name": names[n]} if n in names else {})} for n in numbers]}))
        there[name] = numbers
        becomes(dict(there))
    for name in pods:
        t.kind("v1", "Pod").delete(name, gracePeriodSeconds=0)
        del there[name]
        becomes(dict(there))


@check("[sig-network] Proxy version v1 A set of valid responses are returned for both pod and service ProxyWithPath [Conformance]")
def proxied(t):
    script = """mkdir -p /www/some/path
echo foo >/www/index.html; echo foo >/www/some/path/index.html; exec httpd -f -p 80 -h /www"""
    t.kind("v1", "Pod").create(t.pod("agnhost", script))
    t.running("agnhost")
    t.kind("v1", "Service").create(service("s", selector={"name": "agnhost"}))
    t.eventually(lambda: any(s.endpoints for s in slices_of(t, "s")), "endpoints")
    for base in ("pods/agnhost", "services/s"):
        for path in ("/", "/some/path/"):
            code, _, text = t.request("GET", f"/api/v1/namespaces/{t.ns}/{base}/proxy{path}")
            same((code, bytes(text).decode().strip()), (200, "foo"), f"{base}{path}")
        code, headers, _ = redirect(t, f"/api/v1/namespaces/{t.ns}/{base}/proxy")
        same(code, 301, f"{base} without a slash")
        holds(headers["Location"].endswith(f"{base}/proxy/"), f"where it leads: {headers['Location']}")


def redirect(t, path):
    """A GET that follows no redirection."""
    pool = t.cluster.client.rest_client.pool_manager
    answer = pool.request("GET", t.cluster.configuration.host + path, redirect=False)
    return answer.status, answer.headers, answer.data


@check("[sig-network] ServiceCIDR and IPAddress API should support ServiceCIDR API operations [Conformance]")
def service_ranges(t):
    objects = t.kind("networking.k8s.io/v1", "ServiceCIDR")
    same(objects.get("kubernetes").metadata.name, "kubernetes", "the range of the cluster")
    lived(t, objects, lambda: {"spec": {"cidrs": ["203.0.113.0/24"]}},
          lambda b: b["metadata"]["annotations"].update(more="yes"), lambda o: o.metadata.annotations.more == "yes")


@check("[sig-network] ServiceCIDR and IPAddress API should support IPAddress API operations [Conformance]")
def addresses(t):
    objects, names = t.kind("networking.k8s.io/v1", "IPAddress"), ["192.168.7.11", "192.168.7.12"]
    label = {"label_selector": f"e2e={t.number}"}
    parent = {"resource": "services", "namespace": t.ns, "name": "none"}
    for name in names:
        objects.create({"metadata": {"name": name, "labels": {"e2e": str(t.number)}}, "spec": {"parentRef": parent}})
    same(objects.names(**label), names, "addresses")
    objects.refused(422, "create", {"metadata": {"name": "not-an-address"}, "spec": {"parentRef": parent}})
    patched = objects.patch(names[0], {"metadata": {"annotations": {"patched": "true"}}})
    same(patched.metadata.annotations.patched, "true", "the annotation")
    updated = objects.update(names[0], lambda a: a["metadata"]["annotations"].update(updated="true"))
    same(updated.metadata.annotations.updated, "true", "the annotation")
    objects.delete(names[0])
    same(objects.names(**label), names[1:], "addresses that are left")
    objects.delete_collection(**label)
    objects.count(0, **label)
