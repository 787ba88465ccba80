public import ApusAPI

/// The kinds that Kubernetes 1.36 builds in: 68 resources, made of the generated tables at first use.
public enum BuiltInDefinitions {
    /// The definitions, in the order in which upstream's groups and resources are listed.
    public static let all: [Definition] = ResourceTableReader.read(types)

    /// All built-in types, also those that are no kind of their own.
    public static let types: SchemaTable = TypeTableReader.read()

    /// The values of fields that have a list of them, by type and field (`io.k8s.api.core.v1.PodSpec.dnsPolicy`), for
    /// documents that describe the API; what is accepted is the strategies' matter. Read anew at each call.
    public static func enumerations() -> [String: [String]] {
        var values: [String: [String]] = [:]
        for words in TableLines(EnumerationTable.text, separator: "|") { values[words[0]] = Array(words.dropFirst()) }
        return values
    }
}
