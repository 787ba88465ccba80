import ApusAPI
import ApusCEL
import ApusJSON

/// Where in a schema rules stand: what their `self` is, how often there can be one, and whether anybody can tell what
/// it was before (apiextensions-apiserver's `CELSchemaContext`).
struct ExpressionPlace {
    /// Nil where expressions do not see such values.
    let type: DeclaredType?
    /// How many values of the schema an object has at most; nil where lists or maps around it have no limit.
    let cardinality: UInt64?
    /// The list whose elements nobody can tell apart, which this is in.
    let uncorrelatable: FieldPath?
    private let schema: JSONValue

    init(_ root: JSONValue) {
        self.init(root, DeclaredType.of(schema: root, isResource: true), cardinality: 1, uncorrelatable: nil)
    }

    private init(_ schema: JSONValue, _ type: DeclaredType?, cardinality: UInt64?, uncorrelatable: FieldPath?) {
        self.schema = schema
        self.type = type
        self.cardinality = cardinality
        self.uncorrelatable = uncorrelatable
    }

    func property(_ name: String, _ schema: JSONValue) -> ExpressionPlace {
        // Names that expressions cannot write have types nevertheless.
        child(schema, type?.property(name), uncorrelatable)
    }

    func values(_ schema: JSONValue) -> ExpressionPlace { child(schema, type?.items, uncorrelatable) }

    /// - Parameter path: The path of the list.
    func items(_ schema: JSONValue, _ path: FieldPath) -> ExpressionPlace {
        child(schema, type?.items, self.schema["x-kubernetes-list-type"] == "map" ? uncorrelatable : path)
    }

    private func child(_ schema: JSONValue, _ known: DeclaredType?, _ uncorrelatable: FieldPath?) -> ExpressionPlace {
        let isResource = schema["x-kubernetes-embedded-resource"].bool ?? false
        var cardinality: UInt64?
        if let own = self.cardinality, let most = mostChildren {
            let (product, overflows) = own.multipliedReportingOverflow(by: most)
            cardinality = overflows ? .max : product
        }
        let type = known ?? (schema.object == nil ? nil : DeclaredType.of(schema: schema, isResource: isResource))
        return ExpressionPlace(schema, type, cardinality: cardinality, uncorrelatable: uncorrelatable)
    }

    /// How many values of one schema below there are for one of this.
    private var mostChildren: UInt64? {
        func limit(_ key: String) -> UInt64? { schema[key].int.map { UInt64(max($0, 0)) } }
        switch schema["type"].text {
        case "object": return schema["additionalProperties"].isNull ? 1 : limit("maxProperties")
        case "array": return limit("maxItems")
        default: return 1
        }
    }
}
