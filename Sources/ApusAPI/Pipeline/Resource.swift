public import ApusJSON

/// A kind as the server works with it: its definition and its strategy. The steps of a write are called in the order
/// of upstream's `registry/rest`: `decode`, admission, `prepareForCreate` or `prepareForUpdate`, `validateCreate` or
/// `validateUpdate`, admission, managed fields, `encode`.
public struct Resource: Sendable {
    public let definition: Definition
    public let strategy: any Strategy
    /// What is done for the kind by itself.
    public let traits: StrategyTraits

    /// - Parameter traits: Those of the strategy where they are nil.
    public init(
        _ definition: Definition, _ strategy: any Strategy = GenericStrategy(), traits: StrategyTraits? = nil
    ) {
        self.definition = definition
        self.strategy = strategy
        self.traits = traits ?? strategy.traits
    }

    /// What becomes of fields that the schema does not have (`fieldValidation`).
    public enum FieldValidation: String, Sendable {
        case ignore = "Ignore"
        case warn = "Warn"
        case strict = "Strict"

        /// `fieldValidation` of a request; absent: warn.
        public init?(option: String?) {
            guard let option, !option.isEmpty else {
                self = .warn
                return
            }
            self.init(rawValue: option)
        }
    }

    // MARK: - Reading

    /// Parses a body into an object of this kind: pruned, typed, defaulted.
    ///
    /// - Returns: The object and what the client is warned of.
    /// - Throws: 400, worded as upstream.
    public func decode(
        _ bytes: Bytes, validation: FieldValidation = .warn
    ) throws(StatusError) -> (object: JSONValue, warnings: [String]) {
        var duplicates: [String] = []
        var object: JSONValue
        do {
            object = try JSONValue(parsing: bytes, duplicates: &duplicates)
        } catch {
            throw .badRequest(cannotBeHandled + error.message)
        }
        let warnings = try decode(&object, validation: validation, duplicates: duplicates)
        return (object, warnings)
    }

    /// Brings a parsed body into the form of this kind: pruned, typed, defaulted.
    ///
    /// - Parameter duplicates: Paths of keys that the body had more than once.
    /// - Returns: What the client is warned of.
    /// - Throws: 400, worded as upstream.
    public func decode(
        _ object: inout JSONValue, validation: FieldValidation = .warn, duplicates: [String] = []
    ) throws(StatusError) -> [String] {
        try checkHeader(object)
        // Kept only where it has to be said in which order its faults stand.
        let sent = duplicates.isEmpty ? .null : object
        var decoder = ObjectDecoder(definition.schema.table)
        do {
            try decoder.decode(&object, as: definition.schema)
        } catch {
            throw .badRequest(cannotBeHandled + error.description)
        }
        object["kind"] = .string(definition.kind)
        object["apiVersion"] = .string(definition.apiVersion)
        if object["metadata"].isNull { object["metadata"] = [:] }
        applyDefaults(&object)
        guard validation != .ignore else { return [] }
        let problems = StrictProblems(unknown: decoder.unknownFields, duplicates: duplicates).texts(in: sent)
        guard validation == .strict, !problems.isEmpty else { return problems }
        throw .badRequest(cannotBeHandled + "strict decoding error: " + problems.joined(separator: ", "))
    }

    /// Fills in the defaults of the schema, then those of the strategy.
    public func applyDefaults(_ object: inout JSONValue) {
        if definition.schema.table.hasDefaults { definition.schema.applyDefaults(&object) }
        strategy.applyDefaults(&object)
    }

    private var cannotBeHandled: String {
        "\(definition.kind) in version \(GoText.quoted(definition.version)) cannot be handled as a \(definition.kind): "
    }

    /// The name of upstream's internal package of the group: `core`, `apps`, `networking`.
    private var package: String {
        definition.group.isEmpty ? "core" : String(definition.group.prefix { $0 != "." })
    }

    private func checkHeader(_ object: JSONValue) throws(StatusError) {
        guard object.object != nil else {
            throw .badRequest(
                "couldn't get version/kind; json parse error: json: cannot unmarshal into Go value of type struct { "
                    + "APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind string "
                    + "\"json:\\\"kind,omitempty\\\"\" }")
        }
        let kind = object["kind"].string ?? ""
        let apiVersion = object["apiVersion"].string ?? ""
        if !kind.isEmpty, !apiVersion.isEmpty, kind != definition.kind || apiVersion != definition.apiVersion {
            let found = GroupVersionKind(apiVersion: apiVersion, kind: kind)
            if kind == definition.kind, found.group == definition.group {
                throw .badRequest(
                    "the API version in the data (\(apiVersion)) does not match the expected API version "
                        + "(\(definition.apiVersion))")
            }
            throw .badRequest(
                "\(kind) in version \(GoText.quoted(found.version)) cannot be handled as a \(definition.kind): "
                    + "converting (\(found.version).\(kind)) to (\(package).\(definition.kind)): unknown conversion")
        }
        if kind.isEmpty, !definition.isBuiltIn {
            throw .badRequest("Object 'Kind' is missing in \(GoText.quoted(GoText.json(object)))")
        }
    }
}
