public import ApusAPI

/// The kinds that Kubernetes 1.36 builds in: 68 resources, made of the generated tables at first use.
public enum BuiltInDefinitions {
    /// The definitions, in the order in which upstream's groups and resources are listed.
    public static let all: [Definition] = ResourceTableReader.read(types)

    /// All built-in types, also those that are no kind of their own.
    public static let types: SchemaTable = TypeTableReader.read()
}
