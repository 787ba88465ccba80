import ApusAPI
import ApusJSON

/// `storage.k8s.io/v1 CSINode`.
struct CSINodeStrategy: Strategy {
    private static let idLimit = 256

    var traits: StrategyTraits {
        var traits = StrategyTraits()
        traits.allowsUnconditionalUpdate = false
        return traits
    }

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        var names: Set<String> = []
        for (index, driver) in object["spec"]["drivers"].elements.enumerated() {
            validateDriver(driver, FieldPath("spec")["drivers"][index], &names, &errors)
        }
    }

    private func validateDriver(
        _ driver: JSONValue, _ path: FieldPath, _ names: inout Set<String>, _ errors: inout FieldErrors
    ) {
        StorageRules.validateDriverName(driver["name"], path["name"], &errors)
        errors.requireText(path["nodeID"], driver["nodeID"]) { id in
            id.utf8.count > Self.idLimit ? ["must be \(Self.idLimit) characters or less"] : []
        }
        NumberRules.validateNonNegative(driver["allocatable"]["count"], path["allocatable"]["count"], &errors)
        if !names.insert(driver["name"].text).inserted { errors.duplicate(path["name"], driver["name"]) }
        var keys: Set<String> = []
        for key in driver["topologyKeys"].elements {
            if key.text.isEmpty { errors.required(path) }
            if !keys.insert(key.text).inserted { errors.duplicate(path, key) }
            errors.invalid(path, key, each: Names.qualifiedNameProblems(key.text))
        }
    }

    /// What a driver says of itself stays; how many volumes it can take may change.
    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        validate(object, context, &errors)
        func fixed(_ driver: JSONValue) -> JSONValue {
            var driver = driver
            driver.remove("allocatable")
            return driver
        }
        for before in old["spec"]["drivers"].elements {
            for driver in object["spec"]["drivers"].elements where driver["name"] == before["name"] {
                errors.checkImmutable(FieldPath("spec")["drivers"], fixed(driver), fixed(before))
            }
        }
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        [context.name(object), .int(Int64(object["spec"]["drivers"].elements.count)), context.age(object)]
    }
}
