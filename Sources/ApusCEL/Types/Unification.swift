/// What the variables of types stand for, as far as it is known (the rules of cel-go's checker).
struct Unification {
    private var substitutions: [String: ExpressionType] = [:]

    /// `type` with the variables replaced that are known; those that are not become `dyn` where `isFinal`.
    func substitute(_ type: ExpressionType, isFinal: Bool) -> ExpressionType {
        switch type {
        case .parameter(let name):
            if let known = substitutions[name] { return substitute(known, isFinal: isFinal) }
            return isFinal ? .dyn : type
        case .list(let element): return .list(substitute(element, isFinal: isFinal))
        case .map(let key, let value):
            return .map(substitute(key, isFinal: isFinal), substitute(value, isFinal: isFinal))
        case .optional(let inner): return .optional(substitute(inner, isFinal: isFinal))
        case .type(let inner?): return .type(substitute(inner, isFinal: isFinal))
        default: return type
        }
    }

    /// Whether a value of `b` fits where `a` is wanted; what that says of variables is kept.
    mutating func isAssignable(_ a: ExpressionType, _ b: ExpressionType) -> Bool {
        var attempt = self
        guard attempt.unify(a, b) else { return false }
        self = attempt
        return true
    }

    mutating func areAssignable(_ a: [ExpressionType], _ b: [ExpressionType]) -> Bool {
        var attempt = self
        guard attempt.unify(a, b) else { return false }
        self = attempt
        return true
    }

    private mutating func unify(_ a: [ExpressionType], _ b: [ExpressionType]) -> Bool {
        guard a.count == b.count else { return false }
        for (a, b) in zip(a, b) where !unify(a, b) { return false }
        return true
    }

    private mutating func unify(_ a: ExpressionType, _ b: ExpressionType) -> Bool {
        if case .parameter(let name) = b {
            let (isValid, isKnown) = bind(name, to: a)
            if isValid { return true }
            if isKnown { return false }
        }
        if case .parameter(let name) = a { return bind(name, to: b).isValid }
        if a == .dyn || b == .dyn || a == .error || b == .error { return true }
        if a == .null { return Self.isNullable(b) }
        if b == .null { return Self.isNullable(a) }
        switch (a, b) {
        case (.type, .type): return true
        case (.list, .list), (.map, .map), (.optional, .optional): return unify(a.parameters, b.parameters)
        default: return a == b
        }
    }

    private static func isNullable(_ type: ExpressionType) -> Bool {
        switch type {
        case .null, .optional, .named, .object, .duration, .timestamp: true
        default: false
        }
    }

    /// Whether the variable can stand for `type`, and whether it stood for something.
    private mutating func bind(_ name: String, to type: ExpressionType) -> (isValid: Bool, isKnown: Bool) {
        if type == .parameter(name) { return (true, true) }
        if let known = substitutions[name] {
            if known == type { return (true, true) }
            guard unify(type, known) else { return (false, true) }
            let general = Self.moreGeneral(type, known)
            if !occurs(name, in: general) { substitutions[name] = general }
            return (true, true)
        }
        guard !occurs(name, in: type) else { return (false, false) }
        substitutions[name] = type
        return (true, false)
    }

    private func occurs(_ name: String, in type: ExpressionType) -> Bool {
        if case .parameter(let other) = type {
            if other == name { return true }
            return substitutions[other].map { occurs(name, in: $0) } ?? false
        }
        return type.parameters.contains { occurs(name, in: $0) }
    }

    /// The one of two types that fit each other that says less.
    static func moreGeneral(_ a: ExpressionType, _ b: ExpressionType) -> ExpressionType {
        saysLess(a, than: b) ? a : b
    }

    private static func saysLess(_ a: ExpressionType, than b: ExpressionType) -> Bool {
        switch (a, b) {
        case (.dyn, _), (.parameter, _): return true
        case (_, .dyn), (_, .parameter): return false
        case (.type, .type): return true
        case (.list, .list), (.map, .map), (.optional, .optional):
            return zip(a.parameters, b.parameters).allSatisfy { saysLess($0, than: $1) }
        default: return a == b
        }
    }
}
