public import ApusAPI
public import ApusJSON

/// What a CustomResourceDefinition defines: a definition and a strategy for each of its versions.
public struct CustomResources: Sendable {
    /// One version as clients see it, and the form in which its objects are stored, with this version's rules.
    public struct Version: Sendable {
        public let served: Resource
        public let storage: Resource
    }

    public let group: String
    public let resource: String
    /// The versions that are served.
    public let versions: [Version]
    /// The version that is stored, whether it is served or not.
    public let storage: Resource

    /// Reads a valid `apiextensions.k8s.io/v1 CustomResourceDefinition`; nil where it has no storage version.
    ///
    /// - Parameter names: The names that it has got (`status.acceptedNames`).
    public init?(_ definition: JSONValue, names: JSONValue) {
        let spec = definition["spec"]
        let reader = Reader(
            spec: spec, names: names, isTerminating: !definition["metadata"]["deletionTimestamp"].isNull)
        guard let stored = spec["versions"].elements.first(where: { $0["storage"].bool == true }) else { return nil }
        group = spec["group"].text
        resource = spec["names"]["plural"].text
        let storage = reader.resource(stored, selectable: reader.allSelectable)
        self.storage = storage
        versions = spec["versions"].elements.filter { $0["served"].bool == true }.map { version in
            if version["name"] == stored["name"] { return Version(served: storage, storage: storage) }
            let served = reader.resource(version, selectable: Reader.selectable(version))
            return Version(served: served, storage: Resource(storage.definition, served.strategy))
        }
    }
}

extension CustomResources {
    private struct Reader {
        let spec: JSONValue
        let names: JSONValue
        let isTerminating: Bool

        private static let verbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"]

        func resource(_ version: JSONValue, selectable: [Definition.SelectableField]) -> Resource {
            let (group, kind, name) = (spec["group"].text, names["kind"].text, version["name"].text)
            let schema = version["schema"]["openAPIV3Schema"]
            let (columns, paths) = columns(version)
            let gvk = GroupVersionKind(group, name, kind)
            let stored = spec["versions"].elements.first { $0["storage"].bool == true }?["name"].text ?? name
            var subresources: [Definition.Subresource] = []
            let hasStatus = version["subresources"]["status"].object != nil
            if hasStatus {
                subresources.append(.init(name: "status", verbs: ["get", "patch", "update"], kind: gvk))
            }
            let scale = scale(version["subresources"]["scale"])
            if scale != nil {
                subresources.append(
                    .init(
                        name: "scale", verbs: ["get", "patch", "update"],
                        kind: GroupVersionKind("autoscaling", "v1", "Scale")))
            }
            let definition = Definition(
                group: group, version: name, kind: kind, listKind: names["listKind"].text,
                resource: names["plural"].text, singular: names["singular"].text,
                shortNames: names["shortNames"].elements.compactMap(\.string),
                categories: names["categories"].elements.compactMap(\.string),
                isNamespaced: spec["scope"].text == "Namespaced", verbs: Self.verbs, subresources: subresources,
                storage: GroupVersionKind(group, stored, kind), storagePrefix: "\(group)/\(names["plural"].text)",
                schema: StructuralTable.make(schema), columns: columns, selectableFields: selectable,
                custom: CustomFacts(
                    schema: schema, scale: scale, deprecationWarning: deprecation(version),
                    isTerminating: isTerminating))
            return Resource(
                definition,
                CustomResourceStrategy(
                    schema: ValueSchema(schema), rules: ValidationRules.make(schema), hasStatus: hasStatus,
                    scale: scale, columns: columns, paths: paths))
        }

        private func columns(_ version: JSONValue) -> ([Definition.Column], [ValuePath?]) {
            var columns = [Definition.Column("Name", "string", "name", 0, description: "Name of the object.")]
            var paths: [ValuePath?] = []
            for column in version["additionalPrinterColumns"].elements {
                let path = column["jsonPath"].text
                let description = column["description"].text
                columns.append(
                    Definition.Column(
                        column["name"].text, column["type"].text, column["format"].text,
                        Int(column["priority"].int ?? 0),
                        description: description.isEmpty
                            ? "Custom resource definition column (in JSONPath format): \(path)" : description))
                paths.append(ValuePath(path))
            }
            if paths.isEmpty {
                columns.append(Definition.Column("Age", "date", "", 0, description: "When the object was made."))
                paths.append(ValuePath(".metadata.creationTimestamp"))
            }
            return (columns, paths)
        }

        private func scale(_ scale: JSONValue) -> CustomFacts.ScalePaths? {
            guard let spec = ValuePath(scale["specReplicasPath"].text),
                let status = ValuePath(scale["statusReplicasPath"].text)
            else { return nil }
            return .init(
                specReplicas: spec, statusReplicas: status, labelSelector: ValuePath(scale["labelSelectorPath"].text))
        }

        static func selectable(_ version: JSONValue) -> [Definition.SelectableField] {
            version["selectableFields"].elements.compactMap { field in
                ValuePath(field["jsonPath"].text)?.names.map { .init($0.joined(separator: ".")) }
            }
        }

        /// What any version selects by: the stored objects keep it beside their bytes.
        var allSelectable: [Definition.SelectableField] {
            spec["versions"].elements.flatMap(Self.selectable).reduce(into: []) { all, field in
                if !all.contains(field) { all.append(field) }
            }
        }

        private func deprecation(_ version: JSONValue) -> String? {
            guard version["deprecated"].bool == true else { return nil }
            if let warning = version["deprecationWarning"].string { return warning }
            let (group, kind, name) = (spec["group"].text, spec["names"]["kind"].text, version["name"].text)
            let newer = spec["versions"].elements.filter {
                $0["served"].bool == true && $0["deprecated"].bool != true
                    && KubeVersion(name) < KubeVersion($0["name"].text)
            }.map { $0["name"].text }.max { KubeVersion($0) < KubeVersion($1) }
            let text = "\(group)/\(name) \(kind) is deprecated"
            return newer.map { "\(text); use \(group)/\($0) \(kind)" } ?? text
        }
    }
}
