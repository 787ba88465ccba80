public import ApusAPI

extension BuiltInDefinitions {
    /// Writes the metadata of objects of any kind, custom ones too, for `PartialObjectMetadata`.
    public static let metadataEncoder = ProtobufEncoder(all[0].schema)
}

extension SchemaTable {
    /// The built-in type of `kind`, also where it is no resource: `Status`, `DeleteOptions`, `Scale`.
    public func schema(of kind: GroupVersionKind) -> Schema? {
        guard kind.group.isEmpty else {
            let package = kind.group.prefix { $0 != "." }
            return schema(named: "io.k8s.api.\(package).\(kind.version).\(kind.kind)")
        }
        return schema(named: "io.k8s.api.core.v1.\(kind.kind)")
            ?? schema(named: "io.k8s.apimachinery.pkg.apis.meta.v1.\(kind.kind)")
    }
}
