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

    /// What types (`io.k8s.api.core.v1.Pod`) and fields (`io.k8s.api.core.v1.PodSpec.containers`) are for, in one
    /// sentence each; `*.any.metadata` and the like hold for every kind. For documents that describe the API; read anew
    /// at each call.
    public static func descriptions() -> [String: String] {
        var descriptions: [String: String] = [:]
        var package = "", type = ""
        for words in TableLines(DescriptionTable.text, separator: " ") {
            switch words[0] {
            case "package": package = words[1]
            case "": descriptions["\(type).\(words[1])"] = words.dropFirst(2).joined(separator: " ")
            default:
                type = "\(package).\(words[0])"
                if words.count > 1 { descriptions[type] = words.dropFirst().joined(separator: " ") }
            }
        }
        return descriptions
    }
}
