import ApusAPI
import ApusJSON

/// `v1 ConfigMap` (`pkg/registry/core/configmap/strategy.go`).
struct ConfigMapStrategy: Strategy {
    /// The most that data may hold in all.
    static let sizeLimit = 1 << 20

    let traits = StrategyTraits()

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        var size = 0
        let data = object["data"].object ?? JSONObject()
        let binary = object["binaryData"].object ?? JSONObject()
        for member in data {
            let path = FieldPath("data").key(member.key)
            errors.invalid(path, .string(member.key), each: Names.configKeyProblems(member.key))
            if binary[member.key] != nil {
                errors.invalid(path, .string(member.key), "duplicate of key present in binaryData")
            }
            size += member.value.text.utf8.count
        }
        for member in binary {
            errors.invalid(
                FieldPath("binaryData").key(member.key), .string(member.key), each: Names.configKeyProblems(member.key))
            size += Base64.decode(member.value.text)?.count ?? 0
        }
        if size > Self.sizeLimit { errors.tooLong(FieldPath(""), maximum: Self.sizeLimit) }
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        if old["immutable"].bool == true {
            let detail = "field is immutable when `immutable` is set"
            if object["immutable"].bool != true { errors.forbidden(FieldPath("immutable"), detail) }
            for key in ["data", "binaryData"] where object[key] != old[key] { errors.forbidden(FieldPath(key), detail) }
        }
        validate(object, context, &errors)
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        let count = (object["data"].object?.count ?? 0) + (object["binaryData"].object?.count ?? 0)
        return [context.name(object), .int(Int64(count)), context.age(object)]
    }
}

/// `v1 Secret` (`pkg/registry/core/secret/strategy.go`).
struct SecretStrategy: Strategy {
    let traits = StrategyTraits()

    /// Keys that secrets of a type must have.
    private static let requiredKeys: [String: [String]] = [
        "kubernetes.io/dockercfg": [".dockercfg"], "kubernetes.io/dockerconfigjson": [".dockerconfigjson"],
        "kubernetes.io/ssh-auth": ["ssh-privatekey"], "kubernetes.io/tls": ["tls.crt", "tls.key"],
    ]

    func applyDefaults(_ object: inout JSONValue) {
        object.setDefault(text: "type", "Opaque")
        // `stringData` is for writing only: it becomes part of `data`.
        if case .object(let strings)? = object.remove("stringData") {
            for member in strings { object["data"][member.key] = .string(Base64.encode(member.value.text.utf8)) }
        }
    }

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        let path = FieldPath("data")
        var size = 0
        for member in object["data"].object ?? JSONObject() {
            errors.invalid(path.key(member.key), .string(member.key), each: Names.configKeyProblems(member.key))
            size += Base64.decode(member.value.text)?.count ?? 0
        }
        if size > ConfigMapStrategy.sizeLimit { errors.tooLong(path, maximum: ConfigMapStrategy.sizeLimit) }
        let type = object["type"].text
        for key in Self.requiredKeys[type] ?? [] {
            let isMissing =
                type == "kubernetes.io/ssh-auth" ? object["data"][key].text.isEmpty : object["data"][key].isNull
            if isMissing { errors.required(path.key(key)) }
        }
        switch type {
        case "kubernetes.io/service-account-token":
            let key = "kubernetes.io/service-account.name"
            if object["metadata"]["annotations"][key].text.isEmpty {
                errors.required(FieldPath("metadata")["annotations"].key(key))
            }
        case "kubernetes.io/basic-auth":
            if object["data"]["username"].isNull, object["data"]["password"].isNull {
                errors.required(path.key("username"))
                errors.required(path.key("password"))
            }
        case "kubernetes.io/dockercfg", "kubernetes.io/dockerconfigjson":
            let key = type == "kubernetes.io/dockercfg" ? ".dockercfg" : ".dockerconfigjson"
            if let bytes = object["data"][key].string.flatMap(Base64.decode) {
                if (try? JSONValue(parsing: Bytes(bytes)))?.object == nil {
                    errors.invalid(path.key(key), "<secret contents redacted>", "invalid character")
                }
            }
        default: break
        }
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        if object["type"] != old["type"] { errors.invalid(FieldPath("type"), object["type"], MetadataRules.immutable) }
        if old["immutable"].bool == true {
            let detail = "field is immutable when `immutable` is set"
            if object["immutable"].bool != true { errors.forbidden(FieldPath("immutable"), detail) }
            if object["data"] != old["data"] { errors.forbidden(FieldPath("data"), detail) }
        }
        validate(object, context, &errors)
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        [
            context.name(object), .string(object["type"].text), .int(Int64(object["data"].object?.count ?? 0)),
            context.age(object),
        ]
    }
}

/// `v1 ServiceAccount`.
struct ServiceAccountStrategy: Strategy {
    private static let mountable = "kubernetes.io/enforce-mountable-secrets"

    let traits = StrategyTraits()

    func warnings(_ object: JSONValue, old: JSONValue?, _ context: StrategyContext) -> [String] {
        let annotations = object["metadata"]["annotations"]
        let isNew = old.map { $0["metadata"]["annotations"][Self.mountable].isNull } ?? true
        guard isNew, !annotations[Self.mountable].isNull else { return [] }
        return [
            "metadata.annotations[\(Self.mountable)]: deprecated in v1.32+; prefer separate namespaces to isolate access to "
                + "mounted secrets"
        ]
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        [context.name(object), .int(Int64(object["secrets"].elements.count)), context.age(object)]
    }
}
