public import ApusJSON

/// Cells that many kinds print alike.
extension TableContext {
    /// `metadata.name`.
    public func name(_ object: JSONValue) -> JSONValue { .string(object["metadata"]["name"].string ?? "") }

    /// The age of the object: `5d3h`, `<unknown>`.
    public func age(_ object: JSONValue) -> JSONValue { age(since: object["metadata"]["creationTimestamp"]) }

    /// The time since `timestamp` in words; `<unknown>` where it is absent.
    public func age(since timestamp: JSONValue) -> JSONValue {
        .string(Timestamp.age(of: timestamp.string, now: now))
    }

    /// `a=b,c=d` by key; `<none>` for none.
    public static func labels(_ map: JSONValue) -> JSONValue {
        guard let object = map.object, !object.isEmpty else { return "<none>" }
        let pairs = object.members.map { "\($0.key)=\($0.value.string ?? "")" }.sorted()
        return .string(pairs.joined(separator: ","))
    }

    /// A `LabelSelector` object as text; `<none>` for an empty one, `<error>` for one that cannot be read.
    public static func selector(_ selector: JSONValue) -> JSONValue {
        guard let parsed = try? LabelSelector(selector) else { return "<error>" }
        if parsed.matchesNothing || parsed.isEverything { return "<none>" }
        return .string(parsed.description)
    }

    /// The names and the images of a pod's containers, each joined by commas.
    public static func containers(_ podSpec: JSONValue) -> (names: JSONValue, images: JSONValue) {
        let containers = podSpec["containers"].elements
        return (
            .string(containers.map { $0["name"].string ?? "" }.joined(separator: ",")),
            .string(containers.map { $0["image"].string ?? "" }.joined(separator: ","))
        )
    }

    /// The string, or `<none>` where it is absent or empty.
    public static func orNone(_ value: JSONValue) -> JSONValue {
        guard let text = value.string, !text.isEmpty else { return "<none>" }
        return .string(text)
    }

    /// The integer; 0 where it is absent.
    public static func count(_ value: JSONValue) -> JSONValue { .int(value.int ?? 0) }
}
