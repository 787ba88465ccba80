import ApusAPI

extension StandardLibrary {
    static let sizes: [Function] = [
        Function(
            "size",
            [ExpressionType.string, .bytes, .list(a), .map(a, b)].flatMap {
                [Overload.global([$0], .int), Overload.member([$0], .int)]
            }
        ) { $0[0].size.map { .int(Int64($0)) } ?? .noSuchOverload }
    ]

    /// The functions that convert to the type that they are named after. cel-go evaluates them once where the argument
    /// is a literal.
    static let conversionNames: Set<String> = [
        "bool", "bytes", "double", "duration", "dyn", "int", "string", "timestamp", "type", "uint",
    ]

    private static func from(_ types: [ExpressionType], _ result: ExpressionType) -> [Overload] {
        types.map { .global([$0], result) }
    }

    static let conversions: [Function] = [
        Function("dyn", [.global([a], .dyn)]) { $0[0] },
        Function("type", [.global([a], .type(a))]) { .type($0[0].typeName) },
        Function("bool", from([.bool, .string], .bool)) { arguments in
            switch arguments[0] {
            case .bool: arguments[0]
            case .string("1"), .string("t"), .string("T"), .string("true"), .string("TRUE"), .string("True"):
                .bool(true)
            case .string("0"), .string("f"), .string("F"), .string("false"), .string("FALSE"), .string("False"):
                .bool(false)
            default: failed(arguments[0], "bool")
            }
        },
        Function(
            "bytes", [.global([.bytes], .bytes), .global([.string], .bytes, id: "string_to_bytes")]
        ) { arguments in
            switch arguments[0] {
            case .bytes: arguments[0]
            case .string(let text): .bytes(Array(text.utf8))
            default: failed(arguments[0], "bytes")
            }
        },
        Function("double", from([.double, .int, .string, .uint], .double)) { arguments in
            switch arguments[0] {
            case .double: arguments[0]
            case .int(let value): .double(Double(value))
            case .uint(let value): .double(Double(value))
            case .string(let text): Double(text).map { .double($0) } ?? failed(arguments[0], "double")
            default: failed(arguments[0], "double")
            }
        },
        Function("int", from([.int, .double, .duration, .string, .timestamp, .uint], .int)) { arguments in
            switch arguments[0] {
            case .int: arguments[0]
            case .double(let value):
                // As in cel-go, the least integer is out of range too.
                value > -0x1p63 && value < 0x1p63 ? .int(Int64(value)) : .error("integer overflow")
            case .uint(let value): Int64(exactly: value).map { .int($0) } ?? .error("integer overflow")
            case .duration(let value): .int(value)
            case .timestamp(let moment): .int(moment.time.seconds)
            case .string(let text):
                Int64(text).map { .int($0) }
                    ?? .error("strconv.ParseInt: parsing \(GoText.quoted(text)): invalid syntax")
            default: failed(arguments[0], "int")
            }
        },
        Function("uint", from([.uint, .double, .int, .string], .uint)) { arguments in
            switch arguments[0] {
            case .uint: arguments[0]
            case .double(let value):
                UInt64(exactly: value.rounded(.towardZero)).map { .uint($0) } ?? .error("unsigned integer overflow")
            case .int(let value): UInt64(exactly: value).map { .uint($0) } ?? .error("unsigned integer overflow")
            case .string(let text):
                UInt64(text).map { .uint($0) }
                    ?? .error("strconv.ParseUint: parsing \(GoText.quoted(text)): invalid syntax")
            default: failed(arguments[0], "uint")
            }
        },
        Function(
            "string",
            from([.string, .bool, .double, .duration, .int, .timestamp, .uint], .string) + [
                .global([.bytes], .string, id: "bytes_to_string")
            ]
        ) { text($0[0]).map { .string($0) } ?? failed($0[0], "string") },
        Function("duration", from([.duration, .string, .int], .duration)) { arguments in
            switch arguments[0] {
            case .duration: arguments[0]
            case .int(let value): .duration(value)
            case .string(let text):
                TimeText.duration(text).map { .duration($0) }
                    ?? .error("time: invalid duration \(GoText.quoted(text))")
            default: failed(arguments[0], "google.protobuf.Duration")
            }
        },
        Function("timestamp", from([.timestamp, .int, .string], .timestamp)) { arguments in
            switch arguments[0] {
            case .timestamp: arguments[0]
            case .int(let seconds):
                TimeText.range.contains(seconds)
                    ? .timestamp(Moment(Timestamp(seconds: seconds))) : .error("timestamp overflow")
            case .string(let text):
                TimeText.moment(text).map { .timestamp($0) }
                    ?? .error("parsing time \(GoText.quoted(text)) as \"2006-01-02T15:04:05Z07:00\": cannot parse")
            default: failed(arguments[0], "google.protobuf.Timestamp")
            }
        },
    ]

    /// What `string()` makes of a value; nil where it makes nothing of it.
    static func text(_ value: Value) -> String? {
        switch value {
        case .string(let text): text
        case .bool(let value): "\(value)"
        case .int(let value): "\(value)"
        case .uint(let value): "\(value)"
        case .double(let value): GoNumber.text(value)
        case .bytes(let bytes): String(validating: bytes, as: UTF8.self)
        case .duration(let value): TimeText.text(duration: value)
        case .timestamp(let moment): TimeText.text(moment)
        default: nil
        }
    }

    private static func failed(_ value: Value, _ type: String) -> Value {
        switch value {
        case .bytes where type == "string": .error("invalid UTF-8 in bytes, cannot convert to string")
        case .string, .bytes, .bool, .int, .uint, .double, .duration, .timestamp:
            .error("type conversion error from '\(value.typeName)' to '\(type)'")
        default: .noSuchOverload
        }
    }
}
