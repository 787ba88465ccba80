import ApusAPI
import ApusJSON

extension JSONValue {
    /// Applies a patch: RFC 7386, with lists of objects merged by `uid`, `type` or `name` where it is strategic.
    mutating func apply(_ patch: JSONValue, _ type: APIRequest.PatchType) {
        merge(patch, isStrategic: type == .strategicMerge)
    }

    private mutating func merge(_ patch: JSONValue, isStrategic: Bool) {
        switch patch {
        case .object(let members):
            if object == nil { self = [:] }
            for member in members.members {
                if member.key.hasPrefix("$deleteFromPrimitiveList/") {
                    let list = String(member.key.dropFirst("$deleteFromPrimitiveList/".count))
                    let left = self[list].elements.filter { !member.value.elements.contains($0) }
                    if left.isEmpty { remove(list) } else { self[list] = .array(left) }
                }
                if member.key.hasPrefix("$") { continue }
                if member.value.isNull {
                    remove(member.key)
                } else {
                    var value = self[member.key]
                    value.merge(member.value, isStrategic: isStrategic)
                    self[member.key] = value
                }
            }
        case .array(let elements) where isStrategic && elements.contains { $0.object != nil }:
            mergeList(elements)
        default: self = patch
        }
    }

    private mutating func mergeList(_ elements: [JSONValue]) {
        var list = self.elements
        for element in elements {
            let key = ["uid", "type", "name"].first { !element[$0].isNull }
            let index = key.flatMap { key in list.firstIndex { $0[key] == element[key] } }
            if element["$patch"].string == "delete" {
                if let index { list.remove(at: index) }
            } else if let index {
                list[index].merge(element, isStrategic: true)
            } else {
                list.append(element)
            }
        }
        self = .array(list)
    }
}
