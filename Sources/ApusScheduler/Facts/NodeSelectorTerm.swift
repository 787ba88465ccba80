import ApusJSON
import CApusPlugin

/// A requirement of a node selector (`NodeSelectorRequirement`), ready to be compared.
struct NodeRequirement: Sendable, Equatable {
    /// A label's key; nil for the field `metadata.name`.
    var key: String?
    /// `APUS_OPERATOR_…`.
    var operation: UInt32
    var values: [String] = []
    var number: Int64 = 0
}

/// Requirements that must all hold (`NodeSelectorTerm`); without any, the term holds nowhere.
struct NodeSelectorTerm: Sendable, Equatable {
    var requirements: [NodeRequirement] = []
    /// Of a preferred term.
    var weight: Int32 = 0

    init(_ term: borrowing Cursor, weight: Int32 = 0) {
        self.weight = weight
        term["matchExpressions"].forEach { requirements.append(NodeRequirement($0, isField: false)) }
        term["matchFields"].forEach { requirements.append(NodeRequirement($0, isField: true)) }
    }
}

extension NodeRequirement {
    /// Reads a requirement; one that is malformed holds nowhere, as upstream's that does not parse.
    init(_ value: borrowing Cursor, isField: Bool) {
        var values: [String] = []
        value["values"].forEach { if let text = $0.string { values.append(text) } }
        key = isField ? nil : value["key"].string ?? ""
        self.values = values
        let integer = values.count == 1 ? values.first.flatMap { Int64($0) } : nil
        switch value["operator"].string ?? "" {
        case "In" where !values.isEmpty: operation = APUS_OPERATOR_IN
        case "NotIn" where !values.isEmpty: operation = APUS_OPERATOR_NOT_IN
        case "Exists" where values.isEmpty && !isField: operation = APUS_OPERATOR_EXISTS
        case "DoesNotExist" where values.isEmpty && !isField: operation = APUS_OPERATOR_DOES_NOT_EXIST
        case "Gt" where integer != nil && !isField: operation = APUS_OPERATOR_GREATER
        case "Lt" where integer != nil && !isField: operation = APUS_OPERATOR_LESS
        default: operation = APUS_OPERATOR_NEVER
        }
        number = integer ?? 0
        if isField, !value["key"].isString("metadata.name") { operation = APUS_OPERATOR_NEVER }
    }
}
