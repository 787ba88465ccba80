import ApusAPI

/// What calls cost once their operands are known (cel-go's `interpreter/runtimecost.go`, k8s.io/apiserver's
/// `pkg/cel/library/cost.go`). A unit is about 50 ns; strings count a tenth for each character that is looked at.
enum RuntimeCost {
    static let list: UInt64 = 10
    static let map: UInt64 = 30

    static func call(_ name: String, _ arguments: [Value], _ result: Value) -> UInt64 {
        guard let first = arguments.first else { return 1 }
        switch name {
        case "isSorted", "sum", "max", "min", "indexOf", "lastIndexOf": return traversal(first)
        case "url", "lowerAscii", "upperAscii", "substring", "trim", "cidr", "isIP", "isCIDR", "quantity", "isQuantity",
            "semver", "isSemver":
            return scan(size(first))
        case "replace", "split", "ip.isCanonical": return scan(size(first) * 2)
        case "join": return scan(size(result) * 2)
        case "find", "findAll", "matches":
            return arguments.count < 2 ? 1 : pattern(text: size(first), pattern: size(arguments[1]))
        case "ip":
            if case .cidr = first { return 1 }
            return scan(size(first))
        case "containsIP", "containsCIDR": return containment(name, first, arguments[1])
        case "validate":
            guard case .format(let format) = first, arguments.count > 1 else { return 1 }
            return pattern(text: size(arguments[1]), pattern: format.regularExpressionLength)
        case Operator.equal, Operator.unequal: return equality(name, first, arguments[1])
        case Operator.less, Operator.lessOrEqual, Operator.greater, Operator.greaterOrEqual:
            switch first {
            case .string, .bytes: return scan(min(size(first), size(arguments[1])))
            default: return 1
            }
        case Operator.add:
            switch first {
            case .string, .bytes: return scan(size(first) + size(arguments[1]))
            default: return 1
            }
        case Operator.contained:
            if case .list = arguments[1] { return size(arguments[1]) }
            return 1
        case "contains": return scan(size(first)) * scan(size(arguments[1]))
        case "startsWith", "endsWith": return scan(size(arguments[1]))
        case "format", "strings.quote": return scan(size(first))
        case "bytes": if case .string = first { return scan(size(first)) } else { return 1 }
        case "string": if case .bytes = first { return scan(size(first)) } else { return 1 }
        case "sets.contains", "sets.intersects": return 1 + size(first) * size(arguments[1])
        case "sets.equivalent": return 1 + size(first) * size(arguments[1]) * 2
        case "lists.range", "reverse", "distinct", "flatten", "sort", "@sortByAssociatedKeys", "slice":
            return max(1, max(size(first), size(result)))
        default: return 1
        }
    }

    private static func size(_ value: Value) -> UInt64 {
        switch value {
        case .optional(let inner?): size(inner)
        case .ip(let address): UInt64(address.family.width / 8)
        case .cidr(let prefix): UInt64((prefix.network.length + 7) / 8)
        default: UInt64(value.size ?? 1)
        }
    }

    /// A tenth, rounded up.
    private static func scan(_ size: UInt64) -> UInt64 { (size + 9) / 10 }

    /// Of a regular expression four characters count as one step.
    private static func pattern(text: UInt64, pattern: UInt64) -> UInt64 { scan(text + 1) * ((pattern + 3) / 4) }

    private static func equality(_ name: String, _ a: Value, _ b: Value) -> UInt64 {
        if name == Operator.equal {
            switch a {
            case .quantity, .ip, .cidr, .format, .url, .semver: return 1
            default: break
            }
        }
        return scan(min(size(a), size(b)))
    }

    private static func containment(_ name: String, _ prefix: Value, _ other: Value) -> UInt64 {
        var cost = scan(size(prefix) * 2)
        if name == "containsCIDR" { cost += scan(size(prefix)) + 1 }
        if case .string = other { cost += scan(size(other)) }
        return cost
    }

    private static func traversal(_ value: Value) -> UInt64 {
        switch value {
        case .string(let text): UInt64(text.utf8.count / 10)
        case .bytes(let bytes): UInt64(bytes.count / 10)
        case .list(let list): list.values.reduce(0) { $0 + traversal($1) }
        case .map(let map): map.keys.reduce(0) { $0 + traversal($1) + (map.find($1).map(traversal) ?? 0) }
        default: 1
        }
    }
}
