import ApusAPI
import ApusJSON

/// Which fields a configuration file may have. A field that nobody knows is a mistake, not a wish.
indirect enum FileShape: Sendable {
    case text, bool, number
    case list(FileShape)
    case object([String: FileShape])

    /// What does not fit, each with its place.
    func problems(_ value: JSONValue, _ path: String) -> [String] {
        if value.isNull { return [] }
        switch self {
        case .text: return value.string == nil ? ["\(path): must be a string"] : []
        case .bool: return value.bool == nil ? ["\(path): must be true or false"] : []
        case .number: return value.int == nil ? ["\(path): must be a number"] : []
        case .list(let element):
            guard value.array != nil else { return ["\(path): must be a list"] }
            return value.elements.enumerated().flatMap { element.problems($0.element, "\(path)[\($0.offset)]") }
        case .object(let fields):
            guard let members = value.object?.members else { return ["\(path): must be an object"] }
            return members.flatMap { member in
                let place = path.isEmpty ? member.key : "\(path).\(member.key)"
                return fields[member.key]?.problems(member.value, place) ?? ["unknown field \(GoText.quoted(place))"]
            }
        }
    }
}
