/// What nodes may do: the rules of the ClusterRole `system:node`, for users `system:node:<name>` of the group
/// `system:nodes`. Upstream's node authorizer takes the same rules; its ClusterRoleBinding of that name has no subjects.
extension RoleIndex.Binding {
    static let node = RoleIndex.Binding(
        namespace: "", name: "system:node", role: .init(namespace: "", name: "system:node"),
        roleText: "ClusterRole \"system:node\"",
        subjects: [(.init(kind: .group, name: "system:nodes"), "Group \"system:nodes\"")])

    /// Whether `user` is a node.
    static func isNode(_ user: User) -> Bool {
        user.name.hasPrefix("system:node:") && user.groups.contains("system:nodes")
    }
}
