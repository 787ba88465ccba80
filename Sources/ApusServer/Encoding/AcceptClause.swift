import ApusAPI

/// One of the alternatives of an `Accept` header (RFC 9110 §12.5.1), read as upstream's `goautoneg` reads it.
struct AcceptClause: Equatable {
    var type: Substring
    var subtype: Substring
    var parameters: [Substring: Substring] = [:]
    var quality: Double = 1

    /// `type/subtype`.
    var mediaType: String { "\(type)/\(subtype)" }

    /// The clauses of `header`, the most wanted first: a quality of 0 makes one the last, but does not rule it out.
    static func parse(_ header: String) -> [AcceptClause] {
        let clauses = header.split(separator: ",").compactMap { AcceptClause($0) }
        // A stable order: equal clauses stay as they were sent.
        return clauses.enumerated().sorted { a, b in
            let (x, y) = (a.element, b.element)
            if x.quality != y.quality { return x.quality > y.quality }
            if x.openness != y.openness { return x.openness < y.openness }
            return a.offset < b.offset
        }.map(\.element)
    }

    private init?(_ text: Substring) {
        let pieces = text.split(separator: ";", omittingEmptySubsequences: false)
        let names = pieces[0].split(separator: "/", omittingEmptySubsequences: false)
        type = Substring(String(trimming: names[0]))
        switch names.count {
        case 1 where type == "*": subtype = "*"
        case 2: subtype = Substring(String(trimming: names[1]))
        default: return nil
        }
        for piece in pieces.dropFirst() {
            let sides = piece.split(separator: "=", omittingEmptySubsequences: false)
            guard sides.count == 2, !sides[1].isEmpty else { continue }
            let name = String(trimming: sides[0])
            if name == "q" {
                quality = Double(sides[1]) ?? 0
            } else {
                parameters[Substring(name)] = Substring(String(trimming: sides[1]))
            }
        }
    }

    /// How many of type and subtype it leaves open.
    private var openness: Int { (type == "*" ? 1 : 0) + (subtype == "*" ? 1 : 0) }

    func matches(_ mediaType: String) -> Bool {
        guard type != "*" else { return subtype == "*" }
        let names = mediaType.split(separator: "/", maxSplits: 1)
        return names.count == 2 && type == names[0] && (subtype == "*" || subtype == names[1])
    }

    /// What the object is to be turned into (`as`, `v` and `g`); nil: it stays what it is.
    var target: GroupVersionKind? {
        let (kind, version, group) = (parameters["as"], parameters["v"], parameters["g"])
        guard kind != nil || version != nil || group != nil else { return nil }
        return GroupVersionKind(String(group ?? ""), String(version ?? ""), String(kind ?? ""))
    }

    /// Whether its parameters can be met in `format`.
    func allows(_ format: Rendering.Format, _ endpoint: Negotiation.Endpoint) -> Bool {
        if let stream = parameters["stream"], stream != "watch" || !format.isStreamed { return false }
        if let version = parameters["sv"] {
            guard case .resource = endpoint, version == "v1" else { return false }
        }
        return endpoint.allows(format, target)
    }
}
