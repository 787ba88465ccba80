import ApusJSON

/// What strict decoding finds in a body: fields that the type does not have, and fields that come twice.
struct StrictProblems {
    let unknown: [String]
    let duplicates: [String]

    /// One text for each, in the order in which the fields stand in `body`, as upstream's decoder meets them. A field
    /// that is not known is not said to come twice.
    func texts(in body: JSONValue) -> [String] {
        let unknownTexts = unknown.map { (path: $0, text: "unknown field \(GoText.quoted($0))") }
        guard !duplicates.isEmpty else { return unknownTexts.map(\.text) }
        let known = Set(unknown)
        let doubled = duplicates.filter { !known.contains($0) }
            .map { (path: $0, text: "duplicate field \(GoText.quoted($0))") }
        let all = unknownTexts + doubled
        var places: [String: Int] = [:]
        StrictProblems.number(body, "", Set(all.map(\.path)), &places)
        return all.enumerated().sorted { a, b in
            (places[a.element.path] ?? .max, a.offset) < (places[b.element.path] ?? .max, b.offset)
        }.map(\.element.text)
    }

    /// Notes in which order `wanted` paths come in a walk through `value`.
    private static func number(
        _ value: JSONValue, _ path: String, _ wanted: Set<String>, _ places: inout [String: Int]
    ) {
        guard places.count < wanted.count else { return }
        switch value {
        case .object(let object):
            for member in object.members {
                let here = path.isEmpty ? member.key : "\(path).\(member.key)"
                if wanted.contains(here), places[here] == nil { places[here] = places.count }
                number(member.value, here, wanted, &places)
            }
        case .array(let list):
            for (index, element) in list.enumerated() { number(element, "\(path)[\(index)]", wanted, &places) }
        default: break
        }
    }
}
