import ApusAPI
import ApusClient

/// What of a log is asked for (`PodLogOptions` of core/v1).
struct LogRequest: Sendable, Equatable {
    var follow = false
    var previous = false
    var timestamps = false
    var tailLines: Int?
    var limitBytes: Int?
    var since: Timestamp?

    /// - Throws: what is wrong with a parameter.
    init(_ query: QueryParameters, now: Timestamp) throws(EnvironmentError) {
        follow = query.flag("follow")
        previous = query.flag("previous")
        timestamps = query.flag("timestamps")
        tailLines = try LogRequest.number(query, "tailLines", atLeast: 0)
        limitBytes = try LogRequest.number(query, "limitBytes", atLeast: 1)
        if let seconds = try LogRequest.number(query, "sinceSeconds", atLeast: 1) {
            since = now.advanced(by: .seconds(-seconds))
        } else if let text = query["sinceTime"] {
            guard let time = Timestamp(rfc3339: text) else {
                throw EnvironmentError("sinceTime: Invalid value: \"\(text)\": must be RFC 3339")
            }
            since = time
        }
    }

    private static func number(
        _ query: QueryParameters, _ name: String, atLeast minimum: Int
    ) throws(EnvironmentError) -> Int? {
        guard let text = query[name] else { return nil }
        guard let number = Int(text), number >= minimum else {
            throw EnvironmentError("\(name): Invalid value: \"\(text)\": must be greater than or equal to \(minimum)")
        }
        return number
    }
}
