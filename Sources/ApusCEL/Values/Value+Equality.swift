import ApusAPI

extension Value {
    /// `==`: values of different types are different, numbers are compared by what they are worth.
    func isEqual(to other: Value) -> Bool {
        switch (self, other) {
        case (.null, .null): true
        case (.bool(let a), .bool(let b)): a == b
        case (.string(let a), .string(let b)): a.isSameText(as: b)
        case (.bytes(let a), .bytes(let b)): a == b
        case (.timestamp(let a), .timestamp(let b)): a.time == b.time
        case (.duration(let a), .duration(let b)): a == b
        case (.list(let a), .list(let b)): a.isEqual(to: b)
        case (.map(let a), .map(let b)): a.isEqual(to: b)
        case (.type(let a), .type(let b)): a == b
        case (.optional(let a), .optional(let b)):
            switch (a, b) {
            case (nil, nil): true
            case (let a?, let b?): a.isEqual(to: b)
            default: false
            }
        case (.ip(let a), .ip(let b)): a == b
        case (.cidr(let a), .cidr(let b)): a == b
        case (.url(let a), .url(let b)): a.text == b.text
        case (.quantity(let a), .quantity(let b)): a == b
        case (.semver(let a), .semver(let b)): a.compare(b) == 0
        case (.format(let a), .format(let b)): a == b
        default: compareNumbers(other).map { $0 == 0 } ?? false
        }
    }

    /// Below, at or above zero as the numbers are ordered; nil where these are no two numbers, or one is not a number.
    private func compareNumbers(_ other: Value) -> Int? {
        switch (self, other) {
        case (.int(let a), .int(let b)): Self.order(a, b)
        case (.uint(let a), .uint(let b)): Self.order(a, b)
        case (.double(let a), .double(let b)): a.isNaN || b.isNaN ? nil : Self.order(a, b)
        case (.int(let a), .uint(let b)): a < 0 ? -1 : Self.order(UInt64(a), b)
        case (.uint(let a), .int(let b)): b < 0 ? 1 : Self.order(a, UInt64(b))
        case (.int(let a), .double(let b)): Self.order(a, b)
        case (.double(let a), .int(let b)): Self.order(b, a).map { -$0 }
        case (.uint(let a), .double(let b)): Self.order(a, b)
        case (.double(let a), .uint(let b)): Self.order(b, a).map { -$0 }
        default: nil
        }
    }

    private static func order<Number: Comparable>(_ a: Number, _ b: Number) -> Int { a == b ? 0 : a < b ? -1 : 1 }

    private static func order(_ a: some FixedWidthInteger, _ b: Double) -> Int? {
        if b.isNaN { return nil }
        if b < Double(a) { return 1 }
        return b > Double(a) ? -1 : 0
    }

    enum Comparison {
        case ordered(Int)
        /// One is not a number: no comparison holds.
        case unordered
        case unsupported
    }

    /// What `<` and its like go by.
    func compare(_ other: Value) -> Comparison {
        switch (self, other) {
        case (.bool(let a), .bool(let b)): return .ordered(a == b ? 0 : b ? -1 : 1)
        case (.string(let a), .string(let b)):
            if a.isSameText(as: b) { return .ordered(0) }
            return .ordered(a.utf8.lexicographicallyPrecedes(b.utf8) ? -1 : 1)
        case (.bytes(let a), .bytes(let b)): return .ordered(a == b ? 0 : a.lexicographicallyPrecedes(b) ? -1 : 1)
        case (.timestamp(let a), .timestamp(let b)): return .ordered(Self.order(a.time, b.time))
        case (.duration(let a), .duration(let b)): return .ordered(Self.order(a, b))
        default: break
        }
        if let order = compareNumbers(other) { return .ordered(order) }
        switch (self, other) {
        case (.double, .int), (.double, .uint), (.double, .double), (.int, .double), (.uint, .double):
            return .unordered
        default: return .unsupported
        }
    }
}
