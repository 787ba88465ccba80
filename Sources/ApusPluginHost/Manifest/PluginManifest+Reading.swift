import FoundationEssentials
import Glibc

extension PluginManifest {
    /// Reads `directory/plugin.json`.
    public init(directory: String) throws(PluginError) {
        let path = "\(directory)/plugin.json"
        guard let data = try? Data(contentsOf: URL(filePath: path)) else {
            throw PluginError(.manifest, plugin: directory, "\(path): \(String(cString: strerror(errno)))")
        }
        try self.init(json: [UInt8](data), directory: directory)
    }

    /// Reads the text of a `plugin.json` that lies in `directory`.
    public init(json: [UInt8], directory: String) throws(PluginError) {
        let value: ConfigurationValue
        do {
            value = try ConfigurationValue(json: json)
        } catch {
            throw PluginError(.manifest, plugin: directory, "plugin.json: not a JSON document")
        }
        do {
            try self.init(try Self.schema().completed(value, path: "plugin.json"), directory: directory)
        } catch let violation as ConfigurationSchema.Violation {
            throw PluginError(.manifest, plugin: directory, violation.description)
        } catch {
            throw PluginError(.manifest, plugin: directory, "plugin.json: \(error)")
        }
    }

    private init(_ value: ConfigurationValue, directory: String) throws {
        id = value.text("/id")
        version = value.text("/version")
        abi = try ABIVersion(value.text("/abi"))
        library = value.at("/library")?.text
        self.directory = directory
        components = []
        functions = []
        for (index, entry) in (value.at("/components")?.elements ?? []).enumerated() {
            let path = "plugin.json.components[\(index)]"
            components.append(try Component(entry, name: entry.text("/name"), path: path))
        }
        if value.at("/interfaces") != nil {
            // The short form: one component, named like the plugin.
            components.append(try Component(value, name: id, path: "plugin.json"))
        }
        for (index, entry) in (value.at("/functions")?.elements ?? []).enumerated() {
            functions.append(try FunctionBinding(entry, path: "plugin.json.functions[\(index)]"))
        }
        try check()
    }

    private func check() throws {
        if library == nil, !components.isEmpty {
            throw ConfigurationSchema.Violation(description: "plugin.json.library: Required value")
        }
        if library?.contains("/") == true {
            throw ConfigurationSchema.Violation(
                description: "plugin.json.library: Invalid value: \"\(library ?? "")\": must be a file name, not a path"
            )
        }
        var names: Set<String> = []
        for name in components.map(\.name) + functions.map(\.name) where !names.insert(name).inserted {
            throw ConfigurationSchema.Violation(description: "plugin.json: Duplicate value: component \"\(name)\"")
        }
        if names.isEmpty {
            throw ConfigurationSchema.Violation(
                description: "plugin.json: Required value: one of components, interfaces or functions")
        }
    }

    /// The schema of `plugin.json` itself.
    private static func schema() throws -> ConfigurationSchema {
        let text = """
            {"type": "object", "additionalProperties": false, "required": ["id", "version", "abi"], "properties": {
              "id": {"type": "string", "minLength": 1, "maxLength": 253},
              "version": {"type": "string", "minLength": 1, "maxLength": 63},
              "abi": {"type": "string"},
              "description": {"type": "string"},
              "library": {"type": "string", "minLength": 1},
              "interfaces": {"type": "array", "minItems": 1, "items": {"type": "string", "minLength": 1}},
              "configuration": {"type": "object"},
              "components": {"type": "array", "items": {
                "type": "object", "additionalProperties": false, "required": ["name", "interfaces"], "properties": {
                  "name": {"type": "string", "minLength": 1, "maxLength": 253},
                  "description": {"type": "string"},
                  "interfaces": {"type": "array", "minItems": 1, "items": {"type": "string", "minLength": 1}},
                  "configuration": {"type": "object"}}}},
              "functions": {"type": "array", "items": {
                "type": "object", "additionalProperties": false,
                "required": ["name", "kind", "library", "symbol", "signature"], "properties": {
                  "name": {"type": "string", "minLength": 1, "maxLength": 253},
                  "description": {"type": "string"},
                  "kind": {"enum": ["filter", "score"]},
                  "library": {"type": "string", "minLength": 1},
                  "symbol": {"type": "string", "minLength": 1},
                  "signature": {"type": "string", "minLength": 1},
                  "pure": {"type": "boolean", "default": false}}}}}}
            """
        return try ConfigurationSchema(ConfigurationValue(json: Array(text.utf8)), path: "schema")
    }
}

extension PluginManifest.ABIVersion {
    /// Reads `1.0`.
    init(_ text: String) throws {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { UInt16($0) }
        guard parts.count == 2, let major = parts[0], let minor = parts[1] else {
            throw ConfigurationSchema.Violation(
                description: "plugin.json.abi: Invalid value: \"\(text)\": must be MAJOR.MINOR, as in 1.0")
        }
        self.init(major: major, minor: minor)
    }
}

extension PluginManifest.Component {
    fileprivate init(_ value: ConfigurationValue, name: String, path: String) throws {
        self.name = name
        interfaces = (value.at("/interfaces")?.elements ?? []).compactMap(\.text)
        for (index, id) in interfaces.enumerated() where interfaces[..<index].contains(id) {
            throw ConfigurationSchema.Violation(description: "\(path).interfaces[\(index)]: Duplicate value: \"\(id)\"")
        }
        configuration = ConfigurationSchema()
        if let schema = value.at("/configuration") {
            configuration = try ConfigurationSchema(schema, path: "\(path).configuration")
        }
    }
}

extension FunctionBinding {
    fileprivate init(_ value: ConfigurationValue, path: String) throws {
        name = value.text("/name")
        kind = Kind(rawValue: value.text("/kind")) ?? .filter
        library = value.text("/library")
        symbol = value.text("/symbol")
        pure = value.at("/pure") == .bool(true)
        do {
            signature = try FunctionSignature(value.text("/signature"))
        } catch {
            throw ConfigurationSchema.Violation(description: "\(path).signature: Invalid value: \(error)")
        }
    }
}

extension ConfigurationValue {
    var text: String? { if case .string(let value) = self { value } else { nil } }
    var elements: [ConfigurationValue] { if case .array(let value) = self { value } else { [] } }
    fileprivate func text(_ pointer: String) -> String { at(pointer)?.text ?? "" }
}
