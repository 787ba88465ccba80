extension ConfigurationSchema {
    /// A value that fits: the default, the first choice, or the least that the constraints allow.
    public var sample: ConfigurationValue {
        if let defaultValue { return defaultValue }
        if let first = choices?.first { return first }
        switch types?.first {
        case "null": return .null
        case "boolean": return .bool(false)
        case "integer": return .integer(Int64(clamping: Int((minimum ?? min(0, maximum ?? 0)).rounded(.up))))
        case "number": return .number(minimum ?? min(0, maximum ?? 0))
        case "string": return .string(String(repeating: "x", count: counts["minLength"] ?? 0))
        case "array":
            let item = items?.schema.sample ?? .null
            return .array(Array(repeating: item, count: counts["minItems"] ?? 0))
        default:
            return .object(
                Dictionary(required.map { ($0, properties[$0]?.sample ?? .null) }, uniquingKeysWith: { a, _ in a }))
        }
    }
}
