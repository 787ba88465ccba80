/// A 64-bit integer of a protobuf document: a JSON number or a string on input, a number on output.
struct Int64Field: Codable, Hashable, ExpressibleByIntegerLiteral {
    var value: Int64

    init(_ value: Int64) { self.value = value }
    init(integerLiteral value: Int64) { self.value = value }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let number = try? container.decode(Int64.self) {
            value = number
        } else if let number = Int64(try container.decode(String.self)) {
            value = number
        } else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a 64-bit integer")
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(value)
    }
}

/// CRI's messages Int64Value and UInt64Value: `{"value":N}`; a bare number is read too.
struct BoxedInt64: Codable, Hashable {
    var value: Int64

    init(_ value: Int64) { self.value = value }

    private enum Key: CodingKey { case value }

    init(from decoder: any Decoder) throws {
        if let bare = try? Int64Field(from: decoder) {
            value = bare.value
        } else {
            value =
                try decoder.container(keyedBy: Key.self).decodeIfPresent(Int64Field.self, forKey: .value)?.value ?? 0
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(value, forKey: .value)
    }
}

/// An enum of a protobuf document: its name, or its number, on input; its name on output.
protocol ProtobufEnum: RawRepresentable, CaseIterable, Codable where RawValue == String {}

extension ProtobufEnum {
    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let number = try? container.decode(Int.self) {
            let cases = Array(Self.allCases)
            guard cases.indices.contains(number) else {
                throw DecodingError.dataCorruptedError(
                    in: container, debugDescription: "no value has the number \(number)")
            }
            self = cases[number]
            return
        }
        let name = try container.decode(String.self)
        guard let named = Self(rawValue: name) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "Unsupported value: \"\(name)\"")
        }
        self = named
    }
}

/// A message without members.
struct Empty: Codable {}
