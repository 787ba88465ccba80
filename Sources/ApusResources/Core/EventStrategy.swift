import ApusAPI
import ApusJSON

/// `v1 Event` and `events.k8s.io/v1 Event`, which have the same content under other names.
struct EventStrategy: Strategy {
    var traits: StrategyTraits {
        var traits = StrategyTraits()
        traits.allowsCreateOnUpdate = true
        return traits
    }

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        EventValidation(object, context).validate(&errors)
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) { EventValidation(object, context).validateUpdate(old: old, &errors) }

    /// `text` without white space at its ends.
    private static func trimmed(_ text: String) -> String {
        let start = text.drop { $0.isWhitespace }
        return String(start.reversed().drop { $0.isWhitespace }.reversed())
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        func first(_ keys: String...) -> JSONValue { keys.map { object[$0] }.first { !$0.isNull } ?? .null }
        let created = first("firstTimestamp", "deprecatedFirstTimestamp", "eventTime")
        let seen = object["series"]["lastObservedTime"]
        let last = first("lastTimestamp", "deprecatedLastTimestamp")
        let count = object["series"]["count"].int ?? first("count", "deprecatedCount").int ?? 0
        let target = first("involvedObject", "regarding")
        let name = target["name"].text
        let kind = target["kind"].text.lowercased()
        let source = first("source", "deprecatedSource")
        func orElse(_ text: String, _ other: JSONValue) -> String { text.isEmpty ? other.text : text }
        let parts = [
            orElse(source["component"].text, first("reportingComponent", "reportingController")),
            orElse(source["host"].text, first("reportingInstance")),
        ]
        return [
            context.age(since: !seen.isNull ? seen : last.isNull ? created : last), .string(object["type"].text),
            .string(object["reason"].text), .string(name.isEmpty ? kind : "\(kind)/\(name)"),
            .string(target["fieldPath"].text),
            .string(parts[1].isEmpty ? parts[0] : "\(parts[0]), \(parts[1])"),
            .string(EventStrategy.trimmed(first("message", "note").text)), context.age(since: created),
            .int(count == 0 ? 1 : count), context.name(object),
        ]
    }
}
