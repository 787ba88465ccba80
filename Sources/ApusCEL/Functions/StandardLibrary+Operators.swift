extension StandardLibrary {
    /// `&&`, `||` and `?:` are the evaluator's own: they do not evaluate all of their operands.
    static let operators: [Function] =
        [
            Function(Operator.conditional, [.global([.bool, a, a], a, id: "conditional")]) { _ in .noSuchOverload },
            Function(Operator.and, [.global([.bool, .bool], .bool, id: "logical_and")]) { _ in .noSuchOverload },
            Function(Operator.or, [.global([.bool, .bool], .bool, id: "logical_or")]) { _ in .noSuchOverload },
            Function(Operator.notStrictlyFalse, [.global([.bool], .bool)]) { $0[0] },
            Function(Operator.not, [.global([.bool], .bool)]) { arguments in
                if case .bool(let value) = arguments[0] { .bool(!value) } else { .noSuchOverload }
            },
            Function(Operator.equal, [.global([a, a], .bool, id: "equals")]) { .bool($0[0].isEqual(to: $0[1])) },
            Function(Operator.unequal, [.global([a, a], .bool, id: "not_equals")]) { .bool(!$0[0].isEqual(to: $0[1])) },
            Function(
                Operator.contained,
                [
                    .global([a, .list(a)], .bool, id: "in_list"), .global([a, .map(a, b)], .bool, id: "in_map"),
                ]
            ) { arguments in
                switch arguments[1] {
                case .list(let list): .bool(list.contains(arguments[0]))
                case .map(let map): .bool(map.find(arguments[0]) != nil)
                default: .noSuchOverload
                }
            },
            Function(
                Operator.index,
                [
                    .global([.list(a), .int], a, id: "index_list"), .global([.map(a, b), a], b, id: "index_map"),
                    .global([.optional(.list(a)), .int], .optional(a)),
                    .global([.optional(.map(a, b)), a], .optional(b)),
                ]
            ) { _ in .noSuchOverload },
            Function(
                Operator.optionalIndex,
                [
                    .global([.list(a), .int], .optional(a)), .global([.optional(.list(a)), .int], .optional(a)),
                    .global([.map(a, b), a], .optional(b)), .global([.optional(.map(a, b)), a], .optional(b)),
                ]
            ) { _ in .noSuchOverload },
            Function(
                Operator.mapInsert,
                [.global([.map(a, b), a, b], .map(a, b)), .global([.map(a, b), .map(a, b)], .map(a, b))]
            ) { mapInsert($0) },
        ] + comparisons + arithmetic

    /// Adds an entry, or all of a map; a key that is there already is an error.
    static func mapInsert(_ arguments: [Value]) -> Value {
        guard case .map(let target) = arguments[0] else { return .noSuchOverload }
        var entries = MapValue.Entries()
        if case .entries(let own) = target.storage { entries = own }
        var added: [(Value, Value)] = []
        if arguments.count == 3 {
            added = [(arguments[1], arguments[2])]
        } else if case .map(let update) = arguments[1] {
            added = update.keys.compactMap { key in update.find(key).map { (key, $0) } }
        }
        for (key, value) in added {
            guard let mapKey = MapKey(key) else { return .error("unsupported key type: \(key.typeName)") }
            guard entries.insert(key, mapKey, value) else {
                return .error("insert failed: key \(key.shown) already exists")
            }
        }
        return .map(MapValue(entries))
    }

    // MARK: - Order

    private static let ordered: [(ExpressionType, String)] = [
        (.bool, "bool"), (.int, "int64"), (.uint, "uint64"), (.double, "double"), (.string, "string"),
        (.bytes, "bytes"), (.timestamp, "timestamp"), (.duration, "duration"),
    ]

    private static let comparisons: [Function] = [
        comparison(Operator.less, "less") { $0 < 0 }, comparison(Operator.lessOrEqual, "less_equals") { $0 <= 0 },
        comparison(Operator.greater, "greater") { $0 > 0 },
        comparison(Operator.greaterOrEqual, "greater_equals") { $0 >= 0 },
    ]

    private static func comparison(
        _ name: String, _ id: String, _ holds: @escaping @Sendable (Int) -> Bool
    ) -> Function {
        let numbers: [ExpressionType] = [.int, .uint, .double]
        let crossed = numbers.flatMap { a in numbers.filter { $0 != a }.map { Overload.global([a, $0], .bool) } }
        return Function(name, ordered.map { .global([$0.0, $0.0], .bool, id: "\(id)_\($0.1)") } + crossed) {
            arguments in
            switch arguments[0].compare(arguments[1]) {
            case .ordered(let order): .bool(holds(order))
            case .unordered: .bool(false)
            case .unsupported: .noSuchOverload
            }
        }
    }

    // MARK: - Arithmetic

    private static func same(_ types: [ExpressionType]) -> [Overload] { types.map { .global([$0, $0], $0) } }

    private static let arithmetic: [Function] = [
        Function(
            Operator.add,
            same([.int, .uint, .double, .duration]) + [
                .global([.string, .string], .string, id: "add_string"),
                .global([.bytes, .bytes], .bytes, id: "add_bytes"),
                .global([.list(a), .list(a)], .list(a), id: "add_list"),
                .global([.timestamp, .duration], .timestamp), .global([.duration, .timestamp], .timestamp),
            ]
        ) { add($0[0], $0[1]) },
        Function(
            Operator.subtract,
            same([.int, .uint, .double, .duration]) + [
                .global([.timestamp, .timestamp], .duration), .global([.timestamp, .duration], .timestamp),
            ]
        ) { subtract($0[0], $0[1]) },
        Function(Operator.multiply, same([.int, .uint, .double])) { arguments in
            switch (arguments[0], arguments[1]) {
            case (.int(let a), .int(let b)): int(a.multipliedReportingOverflow(by: b))
            case (.uint(let a), .uint(let b)): uint(a.multipliedReportingOverflow(by: b))
            case (.double(let a), .double(let b)): .double(a * b)
            default: .noSuchOverload
            }
        },
        Function(Operator.divide, same([.int, .uint, .double])) { arguments in
            switch (arguments[0], arguments[1]) {
            case (.int(_), .int(0)), (.uint(_), .uint(0)): .error("division by zero")
            case (.int(let a), .int(let b)): int(a.dividedReportingOverflow(by: b))
            case (.uint(let a), .uint(let b)): .uint(a / b)
            case (.double(let a), .double(let b)): .double(a / b)
            default: .noSuchOverload
            }
        },
        Function(Operator.modulo, same([.int, .uint])) { arguments in
            switch (arguments[0], arguments[1]) {
            case (.int(_), .int(0)), (.uint(_), .uint(0)): .error("modulus by zero")
            case (.int(let a), .int(let b)): int(a.remainderReportingOverflow(dividingBy: b))
            case (.uint(let a), .uint(let b)): .uint(a % b)
            default: .noSuchOverload
            }
        },
        Function(Operator.negate, [.global([.int], .int), .global([.double], .double)]) { arguments in
            switch arguments[0] {
            case .int(let value): int(Int64(0).subtractingReportingOverflow(value))
            case .double(let value): .double(-value)
            default: .noSuchOverload
            }
        },
    ]

    static func int(_ result: (partialValue: Int64, overflow: Bool)) -> Value {
        result.overflow ? .error("integer overflow") : .int(result.partialValue)
    }

    static func uint(_ result: (partialValue: UInt64, overflow: Bool)) -> Value {
        result.overflow ? .error("unsigned integer overflow") : .uint(result.partialValue)
    }

    private static func duration(_ result: (partialValue: Int64, overflow: Bool)) -> Value {
        result.overflow ? .error("duration overflow") : .duration(result.partialValue)
    }

    private static func moment(_ moment: Moment?) -> Value {
        moment.map { .timestamp($0) } ?? .error("timestamp overflow")
    }

    static func add(_ a: Value, _ b: Value) -> Value {
        switch (a, b) {
        case (.int(let a), .int(let b)): int(a.addingReportingOverflow(b))
        case (.uint(let a), .uint(let b)): uint(a.addingReportingOverflow(b))
        case (.double(let a), .double(let b)): .double(a + b)
        case (.string(let a), .string(let b)): .string(a + b)
        case (.bytes(let a), .bytes(let b)): .bytes(a + b)
        case (.list(let a), .list(let b)): .list(a.adding(b))
        case (.duration(let a), .duration(let b)): duration(a.addingReportingOverflow(b))
        case (.timestamp(let time), .duration(let span)), (.duration(let span), .timestamp(let time)):
            moment(TimeText.adding(span, to: time))
        default: .noSuchOverload
        }
    }

    private static func subtract(_ a: Value, _ b: Value) -> Value {
        switch (a, b) {
        case (.int(let a), .int(let b)): int(a.subtractingReportingOverflow(b))
        case (.uint(let a), .uint(let b)): uint(a.subtractingReportingOverflow(b))
        case (.double(let a), .double(let b)): .double(a - b)
        case (.duration(let a), .duration(let b)): duration(a.subtractingReportingOverflow(b))
        case (.timestamp(let a), .timestamp(let b)):
            TimeText.difference(a, b).map { .duration($0) } ?? .error("duration overflow")
        case (.timestamp(let time), .duration(let span)):
            span == .min ? .error("timestamp overflow") : moment(TimeText.adding(-span, to: time))
        default: .noSuchOverload
        }
    }
}
