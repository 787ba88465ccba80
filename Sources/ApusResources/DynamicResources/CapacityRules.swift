import ApusAPI
import ApusJSON

/// How much of a shared device's capacity one request may take.
enum CapacityRules {
    private static let valueLimit = 10

    static func validate(
        _ capacity: JSONValue, isShared: Bool, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        let policy = capacity["requestPolicy"]
        guard !policy.isNull else { return }
        let here = path["requestPolicy"]
        guard isShared else {
            errors.forbidden(here, "allowMultipleAllocations must be true")
            return
        }
        let hasValues = !policy["validValues"].elements.isEmpty
        if hasValues, !policy["validRange"].isNull {
            errors.forbidden(
                here,
                "exactly one policy can be specified, cannot specify \"validValues\" and \"validRange\" at the same time"
            )
            return
        }
        guard hasValues || !policy["validRange"].isNull else { return }
        let key = hasValues ? "validValues" : "validRange"
        guard let total = quantity(capacity["value"]), let usual = quantity(policy["default"]) else {
            errors.required(here["default"], "required when \(key) is defined")
            return
        }
        if hasValues {
            validateValues(policy["validValues"], usual, total, here[key], &errors)
        } else {
            validateRange(policy["validRange"], usual, total, here[key], &errors)
        }
    }

    private static func quantity(_ value: JSONValue) -> Quantity? { try? Quantity(parsing: value.text) }

    private static func validateValues(
        _ list: JSONValue, _ usual: Quantity, _ total: Quantity, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        let values = list.elements.compactMap(quantity)
        for index in values.indices.dropFirst() where values[index - 1] > values[index] {
            errors.invalid(
                path[index], .string(values[index].description), "values must be sorted in ascending order")
        }
        let before = errors.count
        DeviceNameRules.validateSet(
            list, atMost: valueLimit, path, &errors, key: { String(quantity($0)?.value ?? 0) }
        ) { value, path, errors in
            if let option = quantity(value), option > total {
                errors.invalid(path, value, "option is larger than capacity value: \(total)")
            }
        }
        let wasRead = list.elements.count <= valueLimit || errors.count == before
        if !wasRead || !values.contains(usual) {
            errors.invalid(
                path, .string(usual.description), "default value is not valid according to the requestPolicy")
        }
    }

    private static func validateRange(
        _ range: JSONValue, _ usual: Quantity, _ total: Quantity, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        guard let least = quantity(range["min"]) else {
            errors.required(path["min"], "required when validRange is defined")
            return
        }
        func refuse(_ key: String, _ value: Quantity, _ problem: String) {
            errors.invalid(path[key], .string(value.description), problem)
        }
        let most = quantity(range["max"])
        if least > total { refuse("min", least, "min is larger than capacity value: \(total)") }
        if usual < least { refuse("default", usual, "default is less than min: \(least)") }
        if let most {
            if least > most { refuse("max", least, "min is larger than max: \(most)") }
            if most > total { refuse("max", most, "max is larger than capacity value: \(total)") }
            if usual > most { refuse("default", usual, "default is more than max: \(most)") }
        }
        guard let step = quantity(range["step"]) else { return }
        guard step.value > 0 else {
            refuse("step", step, "must be greater than zero")
            return
        }
        if least + step > total {
            refuse("step", step, "one step \(least + step) is larger than capacity value: \(total)")
        }
        for value in [usual] + (most.map { [$0] } ?? []) {
            let (distance, overflow) = value.value.subtractingReportingOverflow(least.value)
            if overflow || distance % step.value != 0 {
                refuse("step", value, "value is not a multiple of a given step (\(step)) from (\(least))")
            }
        }
    }
}
