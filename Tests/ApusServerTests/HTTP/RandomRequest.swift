import ApusAPI
import ApusJSON
import NIOHTTP1

/// Makes requests that the served OpenAPI documents allow, and such that they nearly allow.
struct RandomRequest {
    var random: SplitMix
    private let schemas: JSONObject
    private let operations: [(path: String, method: String, value: JSONValue, shared: JSONValue)]

    /// - Parameter document: An OpenAPI 3 document.
    init(_ document: JSONValue, seed: UInt64) {
        random = SplitMix(seed: seed)
        schemas = document["components"]["schemas"].object ?? JSONObject()
        var operations: [(path: String, method: String, value: JSONValue, shared: JSONValue)] = []
        for path in document["paths"].object?.members ?? [] {
            for item in path.value.object?.members ?? [] where item.key != "parameters" {
                operations.append((path.key, item.key, item.value, path.value["parameters"]))
            }
        }
        self.operations = operations
    }

    struct Made {
        var method: HTTPMethod
        var target: String
        var headers: [String: String] = [:]
        var body: [UInt8]?
    }

    mutating func next() -> Made? {
        // Connections to kubelets are not there, and watches do not end.
        guard let operation = operations.randomElement(using: &random),
            operation.value["x-kubernetes-action"] != "connect", !operation.path.hasSuffix("/log")
        else { return nil }
        var path = operation.path
        for name in ["namespace", "name"] { path = path.replacing("{\(name)}", with: segment()) }
        var query: [String] = []
        for parameter in operation.value["parameters"].elements + operation.shared.elements
        where parameter["in"] == "query" && chance(4) {
            let name = parameter["name"].string ?? ""
            guard name != "watch" else { continue }
            query.append("\(name)=\(argument(name, parameter["schema"]["type"].string ?? ""))")
        }
        var made = Made(method: HTTPMethod(rawValue: operation.method.uppercased()), target: path)
        if !query.isEmpty { made.target += "?" + query.joined(separator: "&") }
        if chance(5) { made.headers["Accept"] = pick(RandomRequest.accepted) }
        let content = operation.value["requestBody"]["content"].object?.members ?? []
        if let type = content.randomElement(using: &random) {
            made.headers["Content-Type"] = chance(20) ? pick(RandomRequest.accepted) : type.key
            made.body = body(type.key, type.value["schema"], like: operation.value)
        }
        return made
    }

    private static let accepted = [
        "application/json", "application/yaml", "*/*", "application/vnd.kubernetes.protobuf",
        "application/json;as=Table;v=v1;g=meta.k8s.io",
        "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io",
        "application/json;as=Nothing;v=v9;g=x", "text/plain", "a/b;q=x,,;;=", "",
    ]

    private static let texts = [
        "", "a", "default", "x-y.z", "A_B", "..", "%2e%2e", "\u{0}", "ä", "a/b", "a=b", "a in (b,c)", "!a", "a,,b", "1",
        "-1",
        "99999999999999999999", "metadata.name=a", "spec.nodeName!=b", "true", "All", "Strict", "Foreground", "0",
        "10s",
        "eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6NSwic3RhcnQiOiJhIn0",
    ]

    private mutating func chance(_ one: Int) -> Bool { Int.random(in: 0..<one, using: &random) == 0 }
    private mutating func pick(_ list: [String]) -> String { list.randomElement(using: &random) ?? "" }

    private mutating func segment() -> String {
        let text = chance(6) ? pick(RandomRequest.texts) : pick(["default", "a", "b", "kube-system"])
        let plain = text.unicodeScalars.filter { $0.isASCII && $0.value > 0x20 && !"?#/ ".unicodeScalars.contains($0) }
        return plain.isEmpty ? "a" : String(String.UnicodeScalarView(plain))
    }

    private mutating func argument(_ name: String, _ type: String) -> String {
        if type == "integer", !chance(4) { return String(Int.random(in: -2...300, using: &random)) }
        if type == "boolean", !chance(4) { return chance(2) ? "true" : "false" }
        var encoded = ""
        for byte in pick(RandomRequest.texts).utf8 {
            let isPlain =
                byte < 0x80 && (Character(UnicodeScalar(byte)).isLetter || Character(UnicodeScalar(byte)).isNumber)
            encoded += isPlain ? String(UnicodeScalar(byte)) : "%" + String(Int(byte) | 0x100, radix: 16).suffix(2)
        }
        return encoded
    }

    private mutating func body(_ type: String, _ schema: JSONValue, like operation: JSONValue) -> [UInt8] {
        var value: JSONValue
        switch type {
        case "application/json-patch+json":
            value = .array(
                (0..<Int.random(in: 0...3, using: &random)).map { _ in
                    [
                        "op": .string(pick(["add", "remove", "replace", "move", "copy", "test", "?"])),
                        "path": .string(
                            pick(["/metadata/labels", "/spec", "", "/", "/x~1y", "/spec/containers/0", "/a/-"])),
                        "from": "/metadata", "value": scalar(),
                    ]
                })
        default:
            value = make(schema["$ref"].string.map { name($0) } ?? "", schema, depth: 0)
            let kind = operation["x-kubernetes-group-version-kind"]
            if schema["$ref"].isNull, !chance(5) {
                value = ["metadata": ["labels": ["a": scalar()]], "spec": scalar()]
            }
            if value.object != nil, !chance(10) {
                let group = kind["group"].string ?? ""
                value["kind"] = kind["kind"]
                value["apiVersion"] = .string(
                    (group.isEmpty ? "" : group + "/") + (kind["version"].string ?? ""))
                if !chance(8) { value["metadata"] = ["name": .string(pick(["a", "b", "default"]))] }
            }
        }
        var bytes = value.encoded().withUnsafeBytes { Array($0) }
        if chance(12), !bytes.isEmpty {
            for _ in 0..<3 {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
        }
        return bytes
    }

    private func name(_ reference: String) -> String { reference.split(separator: "/").last.map(String.init) ?? "" }

    private mutating func scalar() -> JSONValue {
        switch Int.random(in: 0..<6, using: &random) {
        case 0: .null
        case 1: .bool(chance(2))
        case 2: .int(Int64.random(in: -5...70_000, using: &random))
        case 3: .double(1.5)
        case 4: .array([.string(pick(RandomRequest.texts))])
        default: .string(pick(RandomRequest.texts))
        }
    }

    /// A value that `schema` describes, mostly.
    private mutating func make(_ type: String, _ schema: JSONValue, depth: Int) -> JSONValue {
        if chance(25) { return scalar() }
        if let reference = schema["$ref"].string ?? schema["allOf"][0]["$ref"].string {
            let name = name(reference)
            return make(name, schemas[name] ?? .null, depth: depth + 1)
        }
        if let values = schema["enum"].array, !chance(6) { return values.randomElement(using: &random) ?? .null }
        switch schema["type"].string {
        case "object":
            guard let fields = schema["properties"].object else {
                return chance(2)
                    ? [:] : ["a": depth > 6 ? "x" : make("", schema["additionalProperties"], depth: depth + 1)]
            }
            let required = Set(schema["required"].elements.compactMap(\.string))
            var object = JSONObject()
            for field in fields.members where field.key != "status" {
                let isWanted = required.contains(field.key) ? !chance(15) : depth < 6 && chance(depth < 3 ? 3 : 6)
                if isWanted { object[field.key] = make("", field.value, depth: depth + 1) }
            }
            return .object(object)
        case "array":
            let count = depth > 8 ? 0 : Int.random(in: 0...2, using: &random)
            return .array((0..<count).map { _ in make("", schema["items"], depth: depth + 1) })
        case "string":
            switch schema["format"].string {
            case "date-time": return "2024-01-02T03:04:05Z"
            case "byte": return "QUJD"
            default:
                return .string(
                    chance(3) ? pick(RandomRequest.texts) : pick(["a", "b", "10.0.0.1", "1Gi", "a.example"]))
            }
        case "integer": return .int(Int64.random(in: -2...400, using: &random))
        case "number": return .double(0.5)
        case "boolean": return .bool(chance(2))
        default: return .string(pick(["1", "100m", "50%", "a"]))
        }
    }
}
