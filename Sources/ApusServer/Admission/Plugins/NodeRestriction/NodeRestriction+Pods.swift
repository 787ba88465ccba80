import ApusAPI
import ApusJSON
import ApusResources

extension NodeRestriction {
    /// Nodes make and delete the mirrors of their static Pods, and write the status of the Pods that run on them.
    func admitPod(_ object: JSONValue, _ node: String, _ request: AdmissionRequest) throws(StatusError) {
        let quoted = GoText.quoted(node)
        switch (request.subresource, request.operation) {
        case ("", .create): try admitMirror(object, node, request)
        case ("", .delete):
            guard request.old["spec"]["nodeName"].string == node else {
                throw request.forbidden("node \(quoted) can only delete pods with spec.nodeName set to itself")
            }
        case ("", _):
            throw request.forbidden(
                "unexpected operation \(GoText.quoted(request.operation.rawValue)), node \(quoted) can only create "
                    + "and delete mirror pods")
        case ("status", .update): try admitStatus(object, node, request)
        case ("eviction", .create):
            guard let pod = objects.object("", "pods", ObjectKey(request.namespace, request.name)) else {
                throw .notFound(request.definition.gvr, request.name)
            }
            guard pod.selectableValue("spec.nodeName") == node else {
                throw request.forbidden("node \(node) can only evict pods with spec.nodeName set to itself")
            }
        case ("status", _), ("eviction", _):
            throw request.forbidden("unexpected operation \(GoText.quoted(request.operation.rawValue))")
        default:
            throw request.forbidden(
                "unexpected pod subresource \(GoText.quoted(request.subresource)), only 'status' and 'eviction' "
                    + "are allowed")
        }
    }

    private func admitStatus(_ object: JSONValue, _ node: String, _ request: AdmissionRequest) throws(StatusError) {
        let quoted = GoText.quoted(node)
        guard request.old["spec"]["nodeName"].string == node else {
            throw request.forbidden(
                "node \(quoted) can only update pod status for pods with spec.nodeName set to itself")
        }
        if !Self.same(object["metadata"]["labels"], request.old["metadata"]["labels"]) {
            throw request.forbidden("node \(quoted) cannot update labels through pod status")
        }
        let statuses = object["status"]["resourceClaimStatuses"].elements
        if statuses != request.old["status"]["resourceClaimStatuses"].elements {
            throw request.forbidden("node \(quoted) cannot update resource claim statues")
        }
        if object["status"]["extendedResourceClaimStatus"] != request.old["status"]["extendedResourceClaimStatus"] {
            throw request.forbidden("node \(quoted) cannot update extended resource claim status")
        }
    }

    /// An absent map is as good as an empty one.
    private static func same(_ a: JSONValue, _ b: JSONValue) -> Bool {
        (a.object ?? JSONObject()) == (b.object ?? JSONObject())
    }

    private func admitMirror(_ pod: JSONValue, _ node: String, _ request: AdmissionRequest) throws(StatusError) {
        let quoted = GoText.quoted(node)
        let spec = pod["spec"]
        guard !pod["metadata"]["annotations"]["kubernetes.io/config.mirror"].isNull else {
            throw request.forbidden(
                "pod does not have \"kubernetes.io/config.mirror\" annotation, node \(quoted) can only create mirror "
                    + "pods")
        }
        guard spec["nodeName"].string == node else {
            throw request.forbidden("node \(quoted) can only create pods with spec.nodeName set to itself")
        }
        try checkOwner(pod["metadata"]["ownerReferences"].elements, node, request)
        let volumes = spec["volumes"].elements
        let references = [
            ("a service account", !(spec["serviceAccountName"].string ?? "").isEmpty),
            ("secrets", !PodReferences.secrets(spec).isEmpty),
            ("configmaps", !PodReferences.configMaps(spec).isEmpty),
            (
                "clustertrustbundles",
                volumes.contains { volume in
                    volume["projected"]["sources"].elements.contains { !$0["clusterTrustBundle"].isNull }
                }
            ),
            ("persistentvolumeclaims", volumes.contains { !$0["persistentVolumeClaim"].isNull }),
            ("resourceclaims", !spec["resourceClaims"].elements.isEmpty),
        ]
        for (what, isReferenced) in references where isReferenced {
            throw request.forbidden("node \(quoted) can not create pods that reference \(what)")
        }
    }

    private func checkOwner(_ owners: [JSONValue], _ node: String, _ request: AdmissionRequest) throws(StatusError) {
        let start = "node \(GoText.quoted(node))"
        guard owners.count <= 1 else {
            throw request.forbidden("\(start) can only create pods with a single owner reference set to itself")
        }
        guard let owner = owners.first, owner["apiVersion"].string == "v1", owner["kind"].string == "Node",
            owner["name"].string == node
        else { throw request.forbidden("\(start) can only create pods with an owner reference set to itself") }
        guard owner["controller"].bool == true else {
            throw request.forbidden(
                "\(start) can only create pods with a controller owner reference set to itself")
        }
        guard owner["blockOwnerDeletion"].bool != true else {
            throw request.forbidden("\(start) must not set blockOwnerDeletion on an owner reference")
        }
        guard let found = objects.object("", "nodes", ObjectKey("", node)) else {
            throw .notFound(GroupVersionResource("", "v1", "nodes"), node)
        }
        let uid = owner["uid"].string ?? ""
        guard uid == found.uid else {
            throw request.forbidden("node \(node) UID mismatch: expected \(uid) got \(found.uid)")
        }
    }
}
