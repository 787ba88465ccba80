/// The part of JSON Schema in which a plugin's configuration is described.
///
/// Keywords: `type`, `properties`, `required`, `additionalProperties`, `items`, `enum`, `minimum`, `maximum`,
/// `minLength`, `maxLength`, `minItems`, `maxItems`, `default`; `title`, `description` and `$schema` are read over. Any
/// other keyword is refused, so that no constraint is silently left out.
public struct ConfigurationSchema: Sendable, Equatable {
    var types: [String]?
    var properties: [String: ConfigurationSchema] = [:]
    var required: [String] = []
    var allowsAdditional = true
    var additional: Box?
    var items: Box?
    var choices: [ConfigurationValue]?
    var minimum: Double?
    var maximum: Double?
    var counts: [String: Int] = [:]
    var defaultValue: ConfigurationValue?

    /// A schema inside a schema.
    final class Box: Sendable, Equatable {
        let schema: ConfigurationSchema
        init(_ schema: ConfigurationSchema) { self.schema = schema }
        static func == (a: Box, b: Box) -> Bool { a.schema == b.schema }
    }

    /// What is wrong, with the path of the field: `configuration.limit: Required value`.
    public struct Violation: Error, Sendable, Equatable, CustomStringConvertible {
        public var description: String
    }

    /// Any object.
    public init() { types = ["object"] }

    /// Reads a schema; `path` names it in errors.
    public init(_ value: ConfigurationValue, path: String) throws(Violation) {
        guard case .object(let members) = value else {
            throw Violation(description: "\(path): Invalid value: must be an object")
        }
        for (keyword, value) in members.sorted(by: { $0.key < $1.key }) {
            try read(keyword, value, path: "\(path).\(keyword)")
        }
    }

    private mutating func read(
        _ keyword: String, _ value: ConfigurationValue, path: String
    ) throws(Violation) {
        let wrong = Violation(description: "\(path): Invalid value: not what JSON Schema has there")
        switch (keyword, value) {
        case ("type", .string(let name)): types = [name]
        case ("type", .array(let names)): types = try strings(names, wrong)
        case ("properties", .object(let members)):
            for (name, value) in members.sorted(by: { $0.key < $1.key }) {
                properties[name] = try ConfigurationSchema(value, path: "\(path).\(name)")
            }
        case ("required", .array(let names)): required = try strings(names, wrong)
        case ("additionalProperties", .bool(let allowed)): allowsAdditional = allowed
        case ("additionalProperties", .object): additional = Box(try ConfigurationSchema(value, path: path))
        case ("items", .object): items = Box(try ConfigurationSchema(value, path: path))
        case ("enum", .array(let values)): choices = values
        case ("minimum", .integer(let number)): minimum = Double(number)
        case ("minimum", .number(let number)): minimum = number
        case ("maximum", .integer(let number)): maximum = Double(number)
        case ("maximum", .number(let number)): maximum = number
        case ("minLength", .integer(let number)), ("maxLength", .integer(let number)),
            ("minItems", .integer(let number)), ("maxItems", .integer(let number)):
            counts[keyword] = Int(number)
        case ("default", _): defaultValue = value
        case ("title", .string), ("description", .string), ("$schema", .string): break
        case ("type", _), ("properties", _), ("required", _), ("additionalProperties", _), ("items", _), ("enum", _),
            ("minimum", _), ("maximum", _), ("minLength", _), ("maxLength", _), ("minItems", _), ("maxItems", _),
            ("title", _), ("description", _), ("$schema", _):
            throw wrong
        default: throw Violation(description: "\(path): Unsupported value: this keyword of JSON Schema is not known")
        }
    }

    private func strings(_ values: [ConfigurationValue], _ wrong: Violation) throws(Violation) -> [String] {
        var result: [String] = []
        for value in values {
            guard case .string(let string) = value else { throw wrong }
            result.append(string)
        }
        return result
    }
}
