import ApusAPI

extension Value {
    /// Bytes that are the same for values that are equal, so that sets need not compare each with each.
    typealias Identity = [UInt8]

    var identity: Identity {
        var bytes: [UInt8] = []
        write(to: &bytes)
        return bytes
    }

    /// The identity of an element of a list of type map.
    func identity(by keys: [String]) -> Identity {
        guard case .map(let map) = self else { return identity }
        var bytes: [UInt8] = []
        for key in keys {
            if let value = map.property(key) { value.write(to: &bytes) } else { bytes.append(UInt8(ascii: "-")) }
        }
        return bytes
    }

    private func write(to bytes: inout [UInt8]) {
        func append(_ tag: Unicode.Scalar, _ text: some Collection<UInt8>) {
            bytes.append(UInt8(ascii: tag))
            bytes += Array(String(text.count).utf8)
            bytes.append(UInt8(ascii: ":"))
            bytes += text
        }
        switch self {
        case .bool(let value): bytes.append(UInt8(ascii: value ? "t" : "f"))
        case .int(let value): append("i", Array(String(value).utf8))
        case .uint(let value): append("i", Array(String(value).utf8))
        case .double(let value):
            if let whole = Int64(exactly: value) {
                append("i", Array(String(whole).utf8))
            } else {
                append("d", Array(String(value.bitPattern).utf8))
            }
        case .string(let text): append("s", Array(text.utf8))
        case .bytes(let value): append("b", value)
        case .timestamp(let moment): append("T", Array("\(moment.time.seconds).\(moment.time.nanoseconds)".utf8))
        case .duration(let value): append("D", Array(String(value).utf8))
        case .list(let list):
            append("[", Array(String(list.count).utf8))
            for value in list.values { value.write(to: &bytes) }
        case .map(let map):
            append("{", Array(String(map.count).utf8))
            let entries = map.keys.map { ($0.identity, map.find($0)) }
            for (key, value) in entries.sorted(by: { $0.0.lexicographicallyPrecedes($1.0) }) {
                bytes += key
                value?.write(to: &bytes)
            }
        case .optional(let value?):
            bytes.append(UInt8(ascii: "o"))
            value.write(to: &bytes)
        case .type(let name): append("y", Array(name.utf8))
        case .ip(let address): append("a", Array(address.description.utf8))
        case .cidr(let prefix): append("c", Array(prefix.description.utf8))
        case .url(let url): append("u", Array(url.text.utf8))
        case .quantity(let quantity): append("q", Array(String(quantity.hashValue).utf8))
        case .semver(let version): append("v", Array(version.precedenceText.utf8))
        case .format(let format): append("m", Array(format.name.utf8))
        case .null, .optional(nil), .error: append("n", Array(typeName.utf8))
        }
    }
}
