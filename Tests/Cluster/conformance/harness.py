"""What the checks share: their registry, a cluster as one check sees it, and the clients.

Kubernetes objects are plain dictionaries on the way in and `ResourceInstance`s of the PyPI client on the way out.
"""
import contextlib
import itertools
import json
import secrets
import subprocess
import threading
import time

import yaml
from kubernetes import client, config, watch
from kubernetes.dynamic import DynamicClient
from kubernetes.dynamic.exceptions import DynamicApiError, NotFoundError

MERGE = "application/merge-patch+json"
JSON_PATCH = "application/json-patch+json"
STRATEGIC = "application/strategic-merge-patch+json"
APPLY = "application/apply-patch+yaml"
AVAILABLE = {"type": "StatusUpdate", "status": "True", "reason": "E2E", "message": "Set from a check"}

CHECKS = []


def check(*names, less=None):
    """Registers a function as the check of these conformance names; `less`: what of upstream's test it leaves out."""
    def register(function):
        CHECKS.extend((name, function) for name in names)
        return function
    return register


class Failure(AssertionError):
    """What a check found wrong."""


def same(actual, expected, what):
    """Fails unless both are equal."""
    if actual != expected:
        raise Failure(f"{what}: {short(actual)}, not {short(expected)}")


def holds(condition, what):
    """Fails unless `condition` holds; `what` says what was wrong."""
    if not condition:
        raise Failure(short(what))


def short(value):
    """A value as text that fits on one line."""
    text = value if isinstance(value, str) else repr(plain(value))
    return " ".join(text.split())[:500]


def plain(value):
    """A dictionary or list in place of what the client wraps it in."""
    return value.to_dict() if callable(getattr(value, "to_dict", None)) else value


class Cluster:
    """The cluster under test: its clients, which all checks use at once."""

    def __init__(self, kubeconfig, image, kubectl="kubectl"):
        configuration = client.Configuration()
        config.load_kube_config(config_file=kubeconfig, client_configuration=configuration)
        configuration.connection_pool_maxsize = 64
        self.kubeconfig, self.image, self.kubectl_path = kubeconfig, image, kubectl
        self.configuration = configuration
        self.client = client.ApiClient(configuration)
        self.dynamic = DynamicClient(self.client)
        self.lock = threading.Lock()
        # Names differ from run to run, so that one may follow another on the same cluster.
        self.token, self.numbers = secrets.token_hex(2), itertools.count(1)

    def resource(self, version, kind):
        with self.lock:
            return self.dynamic.resources.get(api_version=version, kind=kind)


class Check:
    """One run of one check: a namespace of its own, a deadline, and what is undone behind it."""

    def __init__(self, cluster, seconds=120):
        self.cluster, self.end = cluster, time.monotonic() + seconds
        self.number = f"{cluster.token}{next(cluster.numbers)}"
        self.image, self.undo = cluster.image, contextlib.ExitStack()
        self._ns = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.undo.close()
        if self._ns:
            self.kind("v1", "Namespace").delete(self._ns)

    @property
    def ns(self):
        """The check's namespace, made when it is first asked for."""
        if self._ns is None:
            name = f"conformance-{self.number}"
            self.kind("v1", "Namespace").create({"metadata": {"name": name, "labels": {"check": name}}})
            self._ns = name
        return self._ns

    def unique(self, prefix):
        """A name that no other check uses, for objects without a namespace."""
        return f"{prefix}-{self.number}"

    def kind(self, version, kind, namespace=None):
        """The objects of a kind, in the check's namespace unless another one is given."""
        return Kind(self, self.cluster.resource(version, kind), version, kind, namespace)

    def left(self):
        """The seconds until the deadline."""
        seconds = self.end - time.monotonic()
        if seconds <= 0:
            raise Failure("the deadline has passed")
        return seconds

    def eventually(self, condition, what, pause=0.1):
        """Asks until `condition` returns something true: for what no watch tells. Returns it."""
        while self.end > time.monotonic():
            value = condition()
            if value:
                return value
            time.sleep(pause)
        raise Failure(f"never: {what() if callable(what) else what}")

    def request(self, method, path, body=None, headers=None, **parameters):
        """One request as it is: status, headers, and the body as JSON where it is that."""
        response = None
        try:
            response = self.cluster.dynamic.request(
                method, path, body=body, serialize=False, header_params=dict(headers or {}),
                query_params=list(parameters.items()),
                content_type=(headers or {}).get("Content-Type", "application/json"))
            code, found, data = response.status, response.headers, response.data
        except DynamicApiError as error:
            code, found, data = error.status, error.headers, error.body
        with contextlib.suppress(ValueError):
            data = json.loads(data)
        return code, found, data

    def kubectl(self, *arguments, input=None, fails=False, namespace=True, environment=None):
        """Runs kubectl in the check's namespace. Returns its output, or with `fails` what it said of the failure."""
        command = [self.cluster.kubectl_path, "--kubeconfig", self.cluster.kubeconfig]
        command += ["--namespace", self.ns] if namespace else []
        if input is not None and not isinstance(input, str):
            input = yaml.safe_dump(plain(input))
        run = subprocess.run(command + list(arguments), input=input, text=True, capture_output=True,
                             timeout=self.left(), env=environment, check=False)
        if fails:
            holds(run.returncode != 0, f"kubectl {' '.join(arguments)} succeeded: {run.stdout}")
            return run.stderr
        holds(run.returncode == 0, f"kubectl {' '.join(arguments)}: {run.stderr or run.stdout}")
        return run.stdout

    def pod(self, name, command="sleep 1000", **spec):
        """A Pod of the test image that runs a shell command."""
        labels = spec.pop("labels", {"name": name})
        container = {"name": "c", "image": self.image, "command": ["/bin/sh", "-c", command],
                     **spec.pop("container", {})}
        return {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name, "labels": labels},
                "spec": {"terminationGracePeriodSeconds": 0, "containers": [container], **spec}}

    def template(self, labels, command="sleep 1000", **spec):
        """The same as the template of a workload."""
        pod = self.pod("template", command, labels=labels, **spec)
        return {"metadata": {"labels": labels}, "spec": pod["spec"]}

    def running(self, pod):
        """Waits until a Pod is ready, and returns it."""
        return self.kind("v1", "Pod").wait(pod, ready)


def ready(pod):
    """Whether a Pod's condition Ready is true."""
    return any(c["type"] == "Ready" and c["status"] == "True" for c in pod.get("status", {}).get("conditions") or [])


class Kind:
    """The objects of one kind, by the dynamic client."""

    def __init__(self, check, resource, version, kind, namespace=None):
        self.check, self.resource, self.version, self.name = check, resource, version, kind
        self._namespace = namespace

    @property
    def where(self):
        if not self.resource.namespaced:
            return {}
        return {"namespace": self._namespace or self.check.ns}

    def _full(self, body):
        return {"apiVersion": self.version, "kind": self.name, **plain(body)}

    def create(self, body, **options):
        return self.resource.create(body=self._full(body), **self.where, **options)

    def get(self, name, subresource=None):
        return self._target(subresource).get(name=name, **self.where)

    def _target(self, subresource):
        return getattr(self.resource, subresource) if subresource else self.resource

    def patch(self, name, body, content=MERGE, subresource=None, **options):
        return self._target(subresource).patch(
            body=body, name=name, content_type=content, **self.where, **options)

    def replace(self, body, subresource=None):
        body = plain(body)
        return self._target(subresource).replace(body=body, name=body["metadata"]["name"], **self.where)

    def update(self, name, change, subresource=None):
        """Reads, changes and replaces, again after a conflict, as a controller does."""
        while True:
            body = self._target(subresource).get(name=name, **self.where).to_dict()
            change(body)
            try:
                return self._target(subresource).replace(body=body, name=name, **self.where)
            except DynamicApiError as error:
                if error.status != 409:
                    raise
                self.check.left()

    def list(self, everywhere=False, **options):
        return self.resource.get(**({} if everywhere else self.where), **options)

    def names(self, **options):
        return sorted(item.metadata.name for item in self.list(**options).items)

    def delete(self, name, **options):
        """Deletes an object with DeleteOptions given as keywords (`propagationPolicy`, `gracePeriodSeconds`, …)."""
        return self.resource.delete(name=name, body={"kind": "DeleteOptions", "apiVersion": "v1", **options},
                                    **self.where)

    def delete_collection(self, **selectors):
        return self.resource.delete(**self.where, **selectors)

    def absent(self, name):
        try:
            self.get(name)
            return False
        except NotFoundError:
            return True

    def watch(self, resource_version=None, seconds=None, everywhere=False, **selectors):
        """The events of a watch as (type, object) until the deadline."""
        options = dict({} if everywhere else self.where, serialize=False, **selectors)
        if resource_version is not None:
            options["resource_version"] = resource_version
        limit = int(min(seconds or 1000, max(self.check.left(), 1)))
        stream = watch.Watch().stream(self.resource.get, timeout_seconds=limit, **options)
        with contextlib.closing(stream):
            for event in stream:
                holds(event["type"] != "ERROR", f"the watch failed: {event['raw_object']}")
                yield event["type"], event["raw_object"]

    def wait(self, name, condition, what=None):
        """Watches one object until `condition` holds for it, and returns it."""
        last = None
        while True:
            for kind, last in self.watch(field_selector=f"metadata.name={name}"):
                if kind != "DELETED" and condition(last):
                    return last
            if self.check.end <= time.monotonic() + 1:
                raise Failure(f"{self.name} {name} never came to {what or 'what was waited for'}: {short(last)}")

    def gone(self, name):
        """Waits until an object is no more."""
        try:
            version = self.get(name).metadata.resourceVersion
        except NotFoundError:
            return
        for kind, _ in self.watch(resource_version=version, field_selector=f"metadata.name={name}"):
            if kind == "DELETED":
                return
        raise Failure(f"{self.name} {name} was never deleted")

    def count(self, number, **selectors):
        """Waits until that many objects match."""
        self.check.eventually(
            lambda: len(self.list(**selectors).items) == number,
            lambda: f"{number} of {self.name} with {selectors}, but {self.names(**selectors)}")

    def refused(self, code, action, *arguments, says=None, **options):
        """Fails unless the call is answered with that status; returns the Status."""
        try:
            getattr(self, action)(*arguments, **options)
        except DynamicApiError as error:
            status = json.loads(error.body)
            same(error.status, code, f"the status of {action} ({status.get('message')})")
            holds(says is None or says in status.get("message", ""), f"message: {status.get('message')}")
            return status
        raise Failure(f"{action} of {self.name} was not refused")
