import ApusJSON

/// The difference of two values as upstream's messages show it: a unified diff of their indented JSON.
enum TextDifference {
    private static let context = 3

    static func of(_ old: JSONValue, _ new: JSONValue) -> String {
        let (a, b) = (lines(old), lines(new))
        let changes = b.difference(from: a)
        var removed: Set<Int> = []
        var inserted: Set<Int> = []
        for change in changes {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): inserted.insert(offset)
            }
        }
        var steps: [(mark: String, text: String, old: Int, new: Int)] = []
        var (i, j) = (0, 0)
        while i < a.count || j < b.count {
            if removed.contains(i) {
                steps.append(("-", a[i], i, j))
                i += 1
            } else if inserted.contains(j) {
                steps.append(("+", b[j], i, j))
                j += 1
            } else {
                steps.append((" ", a[i], i, j))
                i += 1
                j += 1
            }
        }
        return hunks(steps)
    }

    private static func hunks(_ steps: [(mark: String, text: String, old: Int, new: Int)]) -> String {
        var text = ""
        var position = 0
        while let first = steps[position...].firstIndex(where: { $0.mark != " " }) {
            let start = max(position, first - context)
            var end = first
            while let next = steps[(end + 1)...].firstIndex(where: { $0.mark != " " }), next - end <= 2 * context {
                end = next
            }
            let part = steps[start...min(end + context, steps.count - 1)]
            let (before, after) = (part.count { $0.mark != "+" }, part.count { $0.mark != "-" })
            text += "@@ -\(range(part[start].old, before)) +\(range(part[start].new, after)) @@\n"
            for step in part { text += step.mark + step.text + "\n" }
            position = part.endIndex
            if position >= steps.count { break }
        }
        return text
    }

    private static func range(_ start: Int, _ count: Int) -> String {
        count == 1 ? "\(start + 1)" : "\(count == 0 ? start : start + 1),\(count)"
    }

    /// Indented by one space, members sorted.
    private static func lines(_ value: JSONValue) -> [String] {
        var result: [String] = []
        append(value, prefix: "", indent: "", suffix: "", to: &result)
        return result
    }

    private static func append(
        _ value: JSONValue, prefix: String, indent: String, suffix: String, to result: inout [String]
    ) {
        switch value {
        case .object(let object) where !object.isEmpty:
            result.append("\(indent)\(prefix){")
            let members = object.members.sorted { $0.key < $1.key }
            for (index, member) in members.enumerated() {
                append(
                    member.value, prefix: "\"\(member.key)\": ", indent: indent + " ",
                    suffix: index == members.count - 1 ? "" : ",", to: &result)
            }
            result.append("\(indent)}\(suffix)")
        case .array(let elements) where !elements.isEmpty:
            result.append("\(indent)\(prefix)[")
            for (index, element) in elements.enumerated() {
                append(
                    element, prefix: "", indent: indent + " ", suffix: index == elements.count - 1 ? "" : ",",
                    to: &result)
            }
            result.append("\(indent)]\(suffix)")
        default: result.append("\(indent)\(prefix)\(value.encoded().string)\(suffix)")
        }
    }
}
