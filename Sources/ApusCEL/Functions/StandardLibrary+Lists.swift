extension StandardLibrary {
    private static let comparable: [ExpressionType] = [
        .int, .uint, .double, .bool, .duration, .timestamp, .string, .bytes,
    ]

    /// Kubernetes' lists library, and cel-go's `ext.Lists` at version 3.
    static let lists: [Function] = [
        Function("isSorted", comparable.map { .member([.list($0)], .bool) }) { arguments in
            withList(arguments) { list in
                for (a, b) in zip(list, list.dropFirst()) {
                    switch a.compare(b) {
                    case .ordered(let order) where order > 0: return .bool(false)
                    case .unsupported: return .noSuchOverload
                    default: break
                    }
                }
                return .bool(true)
            }
        },
        Function(
            "sum", [ExpressionType.int, .uint, .double, .duration].map { .member([.list($0)], $0, id: "sum_\($0)") }
        ) { arguments in
            withList(arguments) { list in
                guard let first = list.first else { return .int(0) }
                return list.dropFirst().reduce(first) { $0.isError ? $0 : add($0, $1) }
            }
        },
        extreme("min") { $0 > 0 }, extreme("max") { $0 < 0 },
        Function("indexOf", [.member([.list(a), a], .int)]) { arguments in
            guard case .list(let list) = arguments[0] else { return .noSuchOverload }
            return .int(list.values.firstIndex { $0.isEqual(to: arguments[1]) }.map(Int64.init) ?? -1)
        },
        Function("lastIndexOf", [.member([.list(a), a], .int)]) { arguments in
            guard case .list(let list) = arguments[0] else { return .noSuchOverload }
            return .int(list.values.lastIndex { $0.isEqual(to: arguments[1]) }.map(Int64.init) ?? -1)
        },
        Function("slice", [.member([.list(a), .int, .int], .list(a))]) { slice($0) },
        Function("flatten", [.member([.list(.list(a))], .list(a)), .member([.list(.dyn), .int], .list(.dyn))]) {
            flatten($0)
        },
        Function("lists.range", [.global([.int], .list(.int))]) { arguments in
            guard case .int(let count) = arguments[0] else { return .noSuchOverload }
            guard count <= largestRange else { return .error("lists.range: \(count) is more than \(largestRange)") }
            return .list((0..<max(count, 0)).map { .int($0) })
        },
        Function("reverse", [.member([.list(a)], .list(a))]) { arguments in
            withList(arguments) { .list($0.reversed()) }
        },
        Function("distinct", [.member([.list(a)], .list(a))]) { arguments in
            withList(arguments) { list in
                var seen: Set<Value.Identity> = []
                return .list(list.filter { seen.insert($0.identity).inserted })
            }
        },
        Function("sort", comparable.map { .member([.list($0)], .list($0)) }) { arguments in
            withList(arguments) { sort($0, by: $0) }
        },
        Function("@sortByAssociatedKeys", comparable.map { .member([.list(a), .list($0)], .list(a)) }) { arguments in
            guard case .list(let list) = arguments[0], case .list(let keys) = arguments[1] else {
                return .noSuchOverload
            }
            return sort(list.values, by: keys.values)
        },
    ]

    /// What one call can make, whatever it is told.
    private static let largestRange: Int64 = 1_000_000

    private static func withList(_ arguments: [Value], _ body: ([Value]) -> Value) -> Value {
        guard case .list(let list) = arguments[0] else { return .noSuchOverload }
        let values = list.values
        return values.first(where: \.isError) ?? body(values)
    }

    private static func extreme(_ name: String, _ isReplaced: @escaping @Sendable (Int) -> Bool) -> Function {
        Function(name, comparable.map { .member([.list($0)], $0) }) { arguments in
            withList(arguments) { list in
                guard var best = list.first else { return .error("\(name) called on empty list") }
                for value in list.dropFirst() {
                    switch best.compare(value) {
                    case .ordered(let order): if isReplaced(order) { best = value }
                    case .unordered: break
                    case .unsupported: return .noSuchOverload
                    }
                }
                return best
            }
        }
    }

    private static func slice(_ arguments: [Value]) -> Value {
        guard case .list(let list) = arguments[0], case .int(let start) = arguments[1],
            case .int(let end) = arguments[2]
        else { return .noSuchOverload }
        guard start >= 0, end >= 0 else {
            return .error("cannot slice(\(start), \(end)), negative indexes not supported")
        }
        guard start <= end else {
            return .error("cannot slice(\(start), \(end)), start index must be less than or equal to end index")
        }
        guard end <= Int64(list.count) else {
            return .error("cannot slice(\(start), \(end)), list is length \(list.count)")
        }
        return .list(Array(list.values[Int(start)..<Int(end)]))
    }

    private static func flatten(_ arguments: [Value]) -> Value {
        guard case .list(let list) = arguments[0] else { return .noSuchOverload }
        var depth: Int64 = 1
        if arguments.count > 1 {
            guard case .int(let given) = arguments[1] else { return .noSuchOverload }
            guard given >= 0 else { return .error("level must be non-negative") }
            depth = given
        }
        return .list(flattened(list, depth))
    }

    private static func flattened(_ list: ListValue, _ depth: Int64) -> [Value] {
        list.values.flatMap { value in
            if depth > 0, case .list(let inner) = value { flattened(inner, depth - 1) } else { [value] }
        }
    }

    /// Sorts stably by keys that are all of one type.
    private static func sort(_ list: [Value], by keys: [Value]) -> Value {
        guard list.count == keys.count else {
            return .error("@sortByAssociatedKeys() expected a list of the same size as the associated keys list")
        }
        if let first = keys.first, keys.contains(where: { $0.typeName != first.typeName }) {
            return .error("list elements must have the same type")
        }
        let order = keys.indices.sorted { a, b in
            switch keys[a].compare(keys[b]) {
            case .ordered(let order) where order != 0: order < 0
            default: a < b
            }
        }
        return .list(order.map { list[$0] })
    }

    static let sets: [Function] = [
        setTest("sets.contains", "list_sets_contains_list") { $1.isSubset(of: $0) },
        setTest("sets.equivalent", "list_sets_equivalent_list") { $0 == $1 },
        setTest("sets.intersects", "list_sets_intersects_list") { !$0.isDisjoint(with: $1) },
    ]

    private static func setTest(
        _ name: String, _ id: String,
        _ holds: @escaping @Sendable (Set<Value.Identity>, Set<Value.Identity>) -> Bool
    ) -> Function {
        Function(name, [.global([.list(a), .list(a)], .bool, id: id)]) { arguments in
            guard case .list(let x) = arguments[0], case .list(let y) = arguments[1] else { return .noSuchOverload }
            return .bool(holds(Set(x.values.map(\.identity)), Set(y.values.map(\.identity))))
        }
    }

    static let optionals: [Function] = [
        Function("optional.of", [.global([a], .optional(a))]) { .optional($0[0]) },
        Function("optional.none", [.global([], .optional(a))]) { _ in .optional(nil) },
        Function("optional.ofNonZeroValue", [.global([a], .optional(a))]) { .optional(isZero($0[0]) ? nil : $0[0]) },
        Function("value", [.member([.optional(a)], a)]) { arguments in
            guard case .optional(let value) = arguments[0] else { return .noSuchOverload }
            return value ?? .error("optional.none() dereference")
        },
        Function("hasValue", [.member([.optional(a)], .bool)]) { arguments in
            guard case .optional(let value) = arguments[0] else { return .noSuchOverload }
            return .bool(value != nil)
        },
        // The evaluator does these, which do not always evaluate their argument.
        Function("or", [.member([.optional(a), .optional(a)], .optional(a))]) { _ in .noSuchOverload },
        Function("orValue", [.member([.optional(a), a], a)]) { _ in .noSuchOverload },
        Function("first", [.member([.list(a)], .optional(a))]) { arguments in
            withList(arguments) { .optional($0.first) }
        },
        Function("last", [.member([.list(a)], .optional(a))]) { arguments in
            withList(arguments) { .optional($0.last) }
        },
        Function("optional.unwrap", [.global([.list(.optional(a))], .list(a))]) { unwrap($0) },
        Function("unwrapOpt", [.member([.list(.optional(a))], .list(a))]) { unwrap($0) },
    ]

    private static func unwrap(_ arguments: [Value]) -> Value {
        withList(arguments) { list in
            var values: [Value] = []
            for value in list {
                guard case .optional(let inner) = value else { return .error("value \(value.shown) is not optional") }
                if let inner { values.append(inner) }
            }
            return .list(values)
        }
    }

    private static func isZero(_ value: Value) -> Bool {
        switch value {
        case .null, .bool(false), .int(0), .uint(0), .duration(0), .optional(nil): true
        case .double(let number): number == 0
        case .string, .bytes, .list, .map: value.size == 0
        default: false
        }
    }
}
