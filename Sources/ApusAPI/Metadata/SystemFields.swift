public import ApusJSON

/// The fields of `metadata` that the server sets, whatever the client sent (apiserver's `registry/rest/meta.go`,
/// `create.go`, `update.go`).
public enum SystemFields {
    /// Drops what clients may not set on a new object, before anybody is noted to own it.
    public static func wipe(_ metadata: inout JSONValue) {
        for key in ["uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "selfLink"] {
            metadata.remove(key)
        }
    }

    /// Prepares the metadata of a new object: drops what clients may not set, fills in namespace, uid and
    /// creationTimestamp, and makes a name of `generateName` where there is none.
    ///
    /// - Throws: 400 where the object names another namespace than the request.
    public static func fill(
        _ metadata: inout JSONValue, namespace: String, isNamespaced: Bool, uid: String, now: Timestamp,
        random: inout some RandomNumberGenerator
    ) throws(StatusError) {
        for key in ["deletionTimestamp", "deletionGracePeriodSeconds", "selfLink", "resourceVersion", "generation"] {
            metadata.remove(key)
        }
        try matchNamespace(&metadata, namespace: namespace, isNamespaced: isNamespaced)
        metadata["uid"] = .string(uid)
        metadata["creationTimestamp"] = .string(now.rfc3339)
        if (metadata["name"].string ?? "").isEmpty, let base = metadata["generateName"].string, !base.isEmpty {
            metadata["name"] = .string(GeneratedName.make(from: base, using: &random))
        }
    }

    /// Carries over what an update cannot change, where the client left it out or changed what is ignored.
    ///
    /// - Throws: 400 where the object names another namespace than the request.
    public static func carryOver(
        _ metadata: inout JSONValue, old: JSONValue, namespace: String, isNamespaced: Bool
    ) throws(StatusError) {
        try matchNamespace(&metadata, namespace: namespace, isNamespaced: isNamespaced)
        metadata.remove("selfLink")
        if (metadata["uid"].string ?? "").isEmpty { copy("uid", from: old, to: &metadata) }
        copy("creationTimestamp", from: old, to: &metadata)
        if old["deletionTimestamp"].string != nil { copy("deletionTimestamp", from: old, to: &metadata) }
        if metadata["deletionGracePeriodSeconds"].isNull {
            copy("deletionGracePeriodSeconds", from: old, to: &metadata)
        }
        copy("generation", from: old, to: &metadata)
    }

    private static func matchNamespace(
        _ metadata: inout JSONValue, namespace: String, isNamespaced: Bool
    ) throws(StatusError) {
        guard isNamespaced else {
            metadata.remove("namespace")
            return
        }
        let own = metadata["namespace"].string ?? ""
        if own.isEmpty {
            metadata["namespace"] = .string(namespace)
        } else {
            try checkNamespace(metadata, namespace)
        }
    }

    /// Refuses an object that names another namespace than the request.
    public static func checkNamespace(_ metadata: JSONValue, _ namespace: String) throws(StatusError) {
        guard let own = metadata["namespace"].string, !own.isEmpty, own != namespace else { return }
        throw .badRequest("the namespace of the provided object does not match the namespace sent on the request")
    }

    private static func copy(_ key: String, from old: JSONValue, to metadata: inout JSONValue) {
        if old[key].isNull { metadata.remove(key) } else { metadata[key] = old[key] }
    }
}
