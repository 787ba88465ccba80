import ApusAPI
import ApusJSON

/// Makes objects at random in the form that the pipeline gives them: every field that the schema has comes now and
/// then, no list or map is empty, nothing is null.
struct RandomObject {
    private var random: SplitMix

    init(seed: UInt64) { random = SplitMix(seed: seed) }

    mutating func make(_ definition: Definition) -> JSONValue {
        var object = value(definition.schema, depth: 0)
        object["kind"] = .string(definition.kind)
        object["apiVersion"] = .string(definition.apiVersion)
        if !object["metadata"].isNull {
            // The revision is beside the bytes, and nothing has a link to itself any more.
            object["metadata"].remove("resourceVersion")
            object["metadata"].remove("selfLink")
        }
        return object
    }

    private mutating func value(_ schema: Schema, depth: Int) -> JSONValue {
        switch schema.kind {
        case .object: return object(schema, depth)
        case .map:
            guard let items = schema.items else { return [:] }
            var map = JSONObject()
            for _ in 0..<count(3) { map[text()] = value(items, depth: depth + 1) }
            return .object(map)
        case .array:
            guard let items = schema.items else { return [] }
            return .array((0..<count(3)).map { _ in value(items, depth: depth + 1) })
        case .string:
            guard schema.node.format == .byte else { return .string(text()) }
            return .string(Base64.encode((0..<count(20)).map { _ in UInt8(truncatingIfNeeded: random.next()) }))
        case .boolean: return .bool(chance(2))
        case .integer:
            let bits = random.next() >> below(64)
            guard schema.node.format == .int32 else { return .int(Int64(bitPattern: bits)) }
            return .int(Int64(Int32(truncatingIfNeeded: bits)))
        case .number: return .double(Double(Int32(truncatingIfNeeded: random.next())) / 64 + 1 / 128)
        case .intOrString:
            return chance(2) ? .string(text()) : .int(Int64(Int32(truncatingIfNeeded: random.next())))
        case .quantity: return .string("\(below(1000))\(["", "m", "Ki", "G"][count(4) - 1])")
        case .time: return .string(time().rfc3339)
        case .microTime: return .string(time().rfc3339Micro)
        case .any: return any(schema, depth)
        }
    }

    private mutating func object(_ schema: Schema, _ depth: Int) -> JSONValue {
        var object = JSONObject()
        // The deeper, the fewer: types may hold themselves.
        for field in schema.fields where chance(UInt64(2 + depth)) && depth < 8 {
            // What an object inside of another is, protobuf does not say: upstream loses it too.
            if depth > 0, field.protobuf == .none { continue }
            object[field.name] = value(Schema(table: schema.table, index: field.schema), depth: depth + 1)
        }
        return .object(object)
    }

    private mutating func any(_ schema: Schema, _ depth: Int) -> JSONValue {
        let props = schema.table.schema(
            named: "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps")
        switch schema.typeName {
        case "v1.JSONSchemaPropsOrArray":
            guard let props else { return .null }
            return chance(2)
                ? object(props, depth + 2) : .array((0..<count(2)).map { _ in object(props, depth + 2) })
        case "v1.JSONSchemaPropsOrBool":
            return props.map { chance(2) ? object($0, depth + 2) : .bool(chance(2)) } ?? true
        case "v1.JSONSchemaPropsOrStringArray":
            guard let props else { return .null }
            return chance(2) ? object(props, depth + 2) : .array((0..<count(2)).map { _ in .string(text()) })
        default:
            return ["f:metadata": ["f:labels": [".": [:], "k:": .string(text()), "f:count": .int(Int64(count(9)))]]]
        }
    }

    private mutating func time() -> Timestamp {
        Timestamp(
            seconds: Int64(below(315_000_000_000)) - 62_000_000_000,
            nanoseconds: Int32(below(1_000_000)) * 1000)
    }

    private mutating func text() -> String {
        let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789-./ \"\\\n\u{e9}\u{4e2d}\u{1f600}")
        let length = chance(20) ? 200 : Int(below(12))
        return String((0..<length).map { _ in letters[Int(below(UInt64(letters.count)))] })
    }

    /// From 1 to `most`.
    private mutating func count(_ most: UInt64) -> Int { Int(below(most)) + 1 }
    private mutating func chance(_ of: UInt64) -> Bool { below(of) == 0 }
    private mutating func below(_ bound: UInt64) -> UInt64 { random.next(upperBound: bound) }
}

/// Numbers that a seed determines.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }
}
