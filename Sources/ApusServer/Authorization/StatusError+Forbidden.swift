public import ApusAPI

extension StatusError {
    /// 403 as the authorization filter answers: `pods is forbidden: User "x" cannot list resource "pods" in API group ""
    /// in the namespace "default"` (apiserver's `responsewriters/errors.go`).
    public static func forbidden(
        _ user: User, _ attributes: AuthorizationAttributes, reason: String = ""
    ) -> StatusError {
        var text = "User \(GoText.quoted(user.name)) cannot \(attributes.verb) "
        if !attributes.isResource {
            text += "path \(GoText.quoted(attributes.path))"
        } else {
            text += "resource \(GoText.quoted(attributes.combinedResource))"
            text += " in API group \(GoText.quoted(attributes.group))"
            text +=
                attributes.namespace.isEmpty
                ? " at the cluster scope" : " in the namespace \(GoText.quoted(attributes.namespace))"
        }
        if !reason.isEmpty { text += ": \(reason)" }
        return .forbidden(
            GroupVersionResource(attributes.group, attributes.version, attributes.resource), attributes.name, text)
    }
}
