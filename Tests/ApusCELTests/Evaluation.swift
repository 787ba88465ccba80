import ApusJSON
import Testing

@testable import ApusCEL

/// What tests evaluate expressions with: `self` of a schema, or nothing.
struct Subject: Sendable {
    let schema: JSONValue
    let value: JSONValue
    let old: JSONValue?

    init(_ schema: JSONValue, _ value: JSONValue, old: JSONValue? = nil) {
        self.schema = schema
        self.value = value
        self.old = old
    }

    static let nothing = Subject(["type": "object"], [:])

    /// An object of `fields`: their schemas and values.
    static func fields(_ fields: (String, schema: JSONValue, value: JSONValue)...) -> Subject {
        var properties = JSONObject()
        var object = JSONObject()
        for field in fields {
            properties[field.0] = field.schema
            object[field.0] = field.value
        }
        return Subject(["type": "object", "properties": .object(properties)], .object(object))
    }

    /// An object of `val1`, `val2`, …
    static func values(_ values: (schema: JSONValue, value: JSONValue)...) -> Subject {
        var properties = JSONObject()
        var object = JSONObject()
        for (index, field) in values.enumerated() {
            properties["val\(index + 1)"] = field.schema
            object["val\(index + 1)"] = field.value
        }
        return Subject(["type": "object", "properties": .object(properties)], .object(object))
    }

    func declared() throws -> DeclaredType { try #require(DeclaredType.of(schema: schema)) }

    func compile(_ text: String, isOptional: Bool = false) throws -> Program {
        let type = try declared()
        return try Environment([.init("self", type), .init("oldSelf", type, isOptional: isOptional)]).compile(text)
    }

    func evaluate(_ text: String, budget: UInt64 = 1_000_000) throws -> Program.Outcome {
        let type = try declared()
        var bindings = ["self": Value(value, as: type)]
        if let old { bindings["oldSelf"] = Value(old, as: type) }
        return try compile(text).evaluate(bindings, budget: budget)
    }
}

extension Program.Outcome {
    /// What tests compare: the text of a value, or the error.
    var text: String {
        switch result {
        case .value(let value): FormattedText.make("%s", ListValue([value])).shown
        case .error(let message): "error: \(message)"
        case .exceeded: "exceeded"
        }
    }
}

/// An expression with what it comes to.
struct Row: Sendable, CustomTestStringConvertible {
    let expression: String
    let result: String
    var testDescription: String { expression }

    init(_ expression: String, _ result: String = "true") {
        self.expression = expression
        self.result = result
    }
}
