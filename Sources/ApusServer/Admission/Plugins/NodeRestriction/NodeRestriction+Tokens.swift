import ApusAPI
import ApusJSON

extension NodeRestriction {
    /// A node gets tokens for the Pods that run on it, for the audiences that those ask for.
    func admitToken(_ object: JSONValue, _ node: String, _ request: AdmissionRequest) throws(StatusError) {
        guard request.operation == .create, request.subresource == "token" else { return }
        let reference = object["spec"]["boundObjectRef"]
        guard reference["apiVersion"].string == "v1", reference["kind"].string == "Pod",
            let name = reference["name"].string, !name.isEmpty
        else { throw request.forbidden("node requested token not bound to a pod") }
        guard let uid = reference["uid"].string, !uid.isEmpty else {
            throw request.forbidden("node requested token with a pod binding without a uid")
        }
        guard let pod = objects.object("", "pods", ObjectKey(request.namespace, name)) else {
            throw .notFound(GroupVersionResource("", "v1", "pods"), name)
        }
        guard pod.uid == uid else {
            throw request.forbidden(
                "the UID in the bound object reference (\(uid)) does not match the UID in record. "
                    + "The object might have been deleted and then recreated")
        }
        guard pod.selectableValue("spec.nodeName") == node else {
            throw request.forbidden("node requested token bound to a pod scheduled on a different node")
        }
        try checkAudience(object["spec"]["audiences"].elements.compactMap(\.string), pod, request)
    }

    private func checkAudience(
        _ audiences: [String], _ pod: APIObject, _ request: AdmissionRequest
    ) throws(StatusError) {
        guard audiences.count <= 1 else { throw request.forbidden("node may only request 0 or 1 audiences") }
        let audience = audiences.first ?? ""
        let volumes = pod.tree()["spec"]["volumes"].elements
        if volumes.contains(where: { asks(for: audience, $0, pod.namespace) }) { return }
        let isAllowed = authorize(
            request.user,
            AuthorizationAttributes(
                verb: "request-serviceaccounts-token-audience", group: "", version: "v1", resource: audience,
                namespace: request.namespace, name: request.name)
        ).isAllowed
        guard isAllowed else {
            throw request.forbidden(
                "audience \(GoText.quoted(audience)) not found in pod spec volume, \(request.user.name) is not "
                    + "authorized to request tokens for this audience")
        }
    }

    /// Whether a volume needs tokens for an audience: projected, or of a CSI driver that wants them.
    private func asks(for audience: String, _ volume: JSONValue, _ namespace: String) -> Bool {
        for source in volume["projected"]["sources"].elements {
            let token = source["serviceAccountToken"]
            if !token.isNull, token["audience"].string ?? "" == audience { return true }
        }
        guard let driver = driver(of: volume, namespace),
            let object = objects.object("storage.k8s.io", "csidrivers", ObjectKey("", driver))
        else { return false }
        return object.tree()["spec"]["tokenRequests"].elements.contains { $0["audience"].string ?? "" == audience }
    }

    private func driver(of volume: JSONValue, _ namespace: String) -> String? {
        if let name = volume["csi"]["driver"].string { return name }
        guard let claim = volume["persistentVolumeClaim"]["claimName"].string,
            let claimed = objects.object("", "persistentvolumeclaims", ObjectKey(namespace, claim)),
            let name = claimed.tree()["spec"]["volumeName"].string,
            let found = objects.object("", "persistentvolumes", ObjectKey("", name))
        else { return nil }
        return found.tree()["spec"]["csi"]["driver"].string
    }
}
