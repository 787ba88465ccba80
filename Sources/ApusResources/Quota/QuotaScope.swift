public import ApusJSON

/// One condition of a quota's `scopes` or `scopeSelector`.
public struct QuotaScope: Sendable, Equatable {
    /// `Terminating`, `PriorityClass`, ….
    public let name: String
    /// `In`, `NotIn`, `Exists` or `DoesNotExist`.
    public let selection: String
    public let values: [String]

    public init(name: String, selection: String = "Exists", values: [String] = []) {
        self.name = name
        self.selection = selection
        self.values = values
    }

    /// Reads a `ScopedResourceSelectorRequirement`.
    public init(_ requirement: JSONValue) {
        self.init(
            name: requirement["scopeName"].string ?? "", selection: requirement["operator"].string ?? "",
            values: requirement["values"].elements.compactMap(\.string))
    }

    /// All that a quota's objects have to meet.
    public static func all(of quota: JSONValue) -> [QuotaScope] {
        quota["spec"]["scopes"].elements.compactMap(\.string).map { QuotaScope(name: $0) }
            + quota["spec"]["scopeSelector"]["matchExpressions"].elements.map { QuotaScope($0) }
    }

    /// Whether one of `names`, the classes that an object names, is selected.
    func selects(_ names: [String]) -> Bool {
        switch selection {
        case "Exists": !names.isEmpty
        case "DoesNotExist": names.isEmpty
        case "In": names.contains(where: values.contains)
        case "NotIn": names.isEmpty || names.contains { !values.contains($0) }
        default: false
        }
    }

    /// As messages show it: Go's `%v` of the requirement.
    public var text: String { "{\(name) \(selection) [\(values.joined(separator: " "))]}" }
}
