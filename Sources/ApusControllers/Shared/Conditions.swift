import ApusAPI
import ApusJSON

/// A condition of an object's status.
struct Condition {
    var type: String
    var status: String
    var reason: String
    var message: String

    /// The condition as JSON; `lastTransitionTime` stays that of `old` where the status is the same.
    func value(now: Timestamp, replacing old: JSONValue? = nil, members: [String] = []) -> JSONValue {
        var result: JSONValue = ["type": .string(type), "status": .string(status)]
        for member in members { result[member] = .string(now.rfc3339) }
        let unchanged = old?["status"].string == status
        result["lastTransitionTime"] = unchanged ? old?["lastTransitionTime"] ?? .null : .string(now.rfc3339)
        if !reason.isEmpty { result["reason"] = .string(reason) }
        if !message.isEmpty { result["message"] = .string(message) }
        return result
    }
}
