import ApusJSON
import ArgumentParser
import Yams

/// How a listing is written.
enum ListFormat: String, ExpressibleByArgument, CaseIterable {
    case table, wide, json, yaml

    /// Writes `value` whole, or `rows` under `columns`; those from `wideFrom` on only with `wide`.
    func write(_ value: JSONValue, columns: [String], wideFrom: Int, rows: [[String]]) throws {
        switch self {
        case .json:
            var writer = JSONWriter()
            writer.append(pretty: value)
            Output.line(writer.bytes().string)
        case .yaml:
            Output.line(try Yams.serialize(node: node(value)).trimmingSuffix("\n"))
        case .table, .wide:
            let shown = self == .wide ? columns.count : wideFrom
            let lines = [columns] + rows
            let widths = (0..<shown).map { column in lines.map { $0[column].count }.max() ?? 0 }
            for line in lines {
                let cells = (0..<shown).map { line[$0] + String(repeating: " ", count: widths[$0] - line[$0].count) }
                Output.line(cells.joined(separator: "   ").trimmingSuffix(" "))
            }
        }
    }

    private func node(_ value: JSONValue) -> Node {
        switch value {
        case .null: Node("null", Tag(.null))
        case .bool(let bool): Node(bool ? "true" : "false", Tag(.bool))
        case .int(let int): Node(String(int), Tag(.int))
        case .double(let double): Node(String(double), Tag(.float))
        case .string(let string): Node(string, Tag(.str), .doubleQuoted)
        case .array(let array): Node(array.map { node($0) })
        case .object(let object): Node(object.map { (Node($0.key), node($0.value)) })
        }
    }
}

extension String {
    fileprivate func trimmingSuffix(_ suffix: Character) -> String {
        var text = self[...]
        while text.last == suffix { text.removeLast() }
        return String(text)
    }
}
