/// A call whose cost is estimated.
struct CallCost {
    let function: String
    let overload: String
    let target: Expression?
    let arguments: [Expression]
    let costs: [CostRange]

    var sum: CostRange { costs.reduce(.zero, +) }
}

extension CostEstimator {
    private static let character = 0.1
    private static let patternCharacter = 0.25

    /// What a call costs with its arguments, and how large its result is. What clients may write into a definition
    /// depends on these numbers.
    mutating func estimate(_ call: CallCost, _ expression: Expression) -> (cost: CostRange, size: CostRange?) {
        if let (cost, size) = library(call) { return (cost + call.sum, size) }
        return standard(call, expression)
    }

    /// Kubernetes' estimates (k8s.io/apiserver's `pkg/cel/library/cost.go`) and those of `ext.Sets`.
    private mutating func library(_ call: CallCost) -> (CostRange, CostRange?)? {
        let first = call.arguments.first
        switch call.function {
        case "isSorted", "sum", "max", "min", "indexOf", "lastIndexOf":
            guard let target = call.target else { return nil }
            guard let element = elementSize(target) else { return (size(target).scaled(by: Self.character), nil) }
            let each = element.isText ? CostRange.one + element.size.scaled(by: Self.character) : .one
            return (size(target) * each, nil)
        case "url":
            guard let first else { return nil }
            return (size(first).scaled(by: Self.character), size(first))
        case "lowerAscii", "upperAscii", "substring", "trim":
            guard let target = call.target else { return nil }
            return (size(target).scaled(by: Self.character), size(target))
        case "replace": return replacement(call)
        case "split":
            guard let target = call.target else { return nil }
            var most = size(target).most
            if call.arguments.count > 1, case .int(let limit)? = call.arguments[1].literal, limit >= 0 {
                most = UInt64(limit)
            }
            return (size(target).scaled(by: 2 * Self.character), CostRange(0, most))
        case "join": return joined(call)
        case "find", "findAll":
            guard let target = call.target, let first else { return nil }
            let text = (size(target) + .one).scaled(by: Self.character)
            return (text * size(first).scaled(by: Self.patternCharacter), CostRange(0, size(target).most))
        case "ip" where call.overload == "cidr_ip": return (.one, nil)
        case "cidr", "isIP", "isCIDR", "ip", "quantity", "isQuantity", "semver", "isSemver":
            guard let first else { return nil }
            return (size(first).scaled(by: Self.character), nil)
        case "ip.isCanonical":
            guard let first else { return nil }
            return (size(first).scaled(by: 2 * Self.character), nil)
        case "containsIP", "containsCIDR":
            guard let first else { return nil }
            let address = CostRange(4, 16)
            var cost = (address + address).scaled(by: Self.character)
            if call.function == "containsCIDR" { cost = cost + address.scaled(by: Self.character) + .one }
            if call.overload.hasSuffix("_string") { cost = cost + size(first).scaled(by: Self.character) }
            return (cost, nil)
        case "validate":
            guard let first else { return nil }
            return (size(first).scaled(by: Self.character).scaled(by: 128 * Self.patternCharacter), nil)
        case "sets.contains", "sets.intersects", "sets.equivalent":
            guard call.arguments.count == 2 else { return nil }
            let product = size(call.arguments[0]) * size(call.arguments[1])
            return (product.scaled(by: call.function == "sets.equivalent" ? 2 : 1) + .one, nil)
        case Operator.equal:
            guard call.arguments.count == 2, case .named = type(call.arguments[0]),
                type(call.arguments[0]) == type(call.arguments[1])
            else { return nil }
            return (.one, nil)
        default: return nil
        }
    }

    private mutating func replacement(_ call: CallCost) -> (CostRange, CostRange?)? {
        guard let target = call.target, call.arguments.count >= 2 else { return nil }
        let (text, old, new) = (size(target), size(call.arguments[0]), size(call.arguments[1]))
        var (count, kept) = (CostRange.zero, CostRange.zero)
        if old.least == 0 {
            (count.most, kept.most) = (CostRange.sum(text.most, 1), text.most)
        } else if new.most <= old.least {
            kept.most = text.most
        } else {
            count.most = text.most / old.least + (text.most % old.least == 0 ? 0 : 1)
        }
        if old.most == 0 {
            (count.least, kept.least) = (CostRange.sum(text.least, 1), text.least)
        } else if old.most <= new.least {
            kept.least = text.least
        } else {
            count.least = text.least / old.most + (text.least % old.most == 0 ? 0 : 1)
        }
        return (text.scaled(by: 2 * Self.character), count * new + kept)
    }

    private mutating func joined(_ call: CallCost) -> (CostRange, CostRange?)? {
        guard let target = call.target else { return nil }
        let count = size(target)
        var total = CostRange.zero
        if let element = elementSize(target) { total = count * element.size }
        if let separator = call.arguments.first {
            let gaps = CostRange(count.least > 0 ? count.least - 1 : 0, count.most > 0 ? count.most - 1 : 0)
            total = total + size(separator) * gaps
        }
        return (total.scaled(by: Self.character), total)
    }

    /// cel-go's own estimates.
    private mutating func standard(_ call: CallCost, _ expression: Expression) -> (CostRange, CostRange?) {
        let arguments = call.arguments
        switch call.overload {
        case "string_format":
            guard let target = call.target else { break }
            return (size(target).scaled(by: Self.character) + call.sum, nil)
        case "string_to_bytes":
            let text = size(arguments[0])
            return (text.scaled(by: Self.character) + call.sum, CostRange(text.least, CostRange.product(text.most, 4)))
        case "bytes_to_string":
            let bytes = size(arguments[0])
            return (bytes.scaled(by: Self.character) + call.sum, CostRange(bytes.least / 4, bytes.most))
        case "strings_quote":
            let text = size(arguments[0])
            let most = CostRange.sum(CostRange.product(text.most, 2), 2)
            return (text.scaled(by: Self.character) + call.sum, CostRange(CostRange.sum(text.least, 2), most))
        case "starts_with_string", "ends_with_string":
            return (size(arguments[0]).scaled(by: Self.character) + call.sum, nil)
        case "in_list": return (size(arguments[1]) + call.sum, nil)
        case "matches_string":
            guard let target = call.target else { break }
            let text = (size(target) + .one).scaled(by: Self.character)
            return (text * size(arguments[0]).scaled(by: Self.patternCharacter) + call.sum, nil)
        case "contains_string":
            guard let target = call.target else { break }
            let product = size(target).scaled(by: Self.character) * size(arguments[0]).scaled(by: Self.character)
            return (product + call.sum, nil)
        case "logical_and", "logical_or":
            return (CostRange(call.costs[0].least, (call.costs[0] + call.costs[1]).most), nil)
        case "conditional":
            setEntry(expression, of: arguments[1], and: arguments[2])
            let size = size(arguments[1]).union(size(arguments[2]))
            return (call.costs[0] + call.costs[1].union(call.costs[2]), size)
        case "add_string", "add_bytes", "add_list":
            let size = size(arguments[0]) + size(arguments[1])
            setEntry(expression, of: arguments[0], and: arguments[1])
            return ((call.overload == "add_list" ? .one : size.scaled(by: Self.character)) + call.sum, size)
        case "equals", "not_equals": return (comparison(arguments) + call.sum, nil)
        case let id where id.hasSuffix("_string") || id.hasSuffix("_bytes"):
            guard id.hasPrefix("less") || id.hasPrefix("greater") else { break }
            return (comparison(arguments) + call.sum, nil)
        default: break
        }
        return (.one + call.sum, nil)
    }

    private mutating func comparison(_ arguments: [Expression]) -> CostRange {
        let most = min(size(arguments[0]).most, size(arguments[1]).most)
        return CostRange(most > 0 ? 1 : 0, most).scaled(by: Self.character)
    }
}
