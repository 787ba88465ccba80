import ApusAPI
import ApusClient

extension LogOptions {
    /// Reads the parameters of `/containerLogs`.
    ///
    /// - Throws: what is wrong with a parameter.
    init(_ query: QueryParameters, now: Timestamp) throws(EnvironmentError) {
        self.init()
        follow = query.flag("follow")
        timestamps = query.flag("timestamps")
        tailLines = try LogOptions.number(query, "tailLines", atLeast: 0)
        limitBytes = try LogOptions.number(query, "limitBytes", atLeast: 1)
        if let stream = query["stream"], stream != "All" { self.stream = stream }
        if let seconds = try LogOptions.number(query, "sinceSeconds", atLeast: 1) {
            since = now.advanced(by: .seconds(-seconds)).nanosecondsSinceEpoch
        } else if let text = query["sinceTime"] {
            guard let time = Timestamp(rfc3339: text) else {
                throw EnvironmentError("sinceTime: Invalid value: \"\(text)\": must be RFC 3339")
            }
            since = time.nanosecondsSinceEpoch
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

extension Timestamp {
    fileprivate var nanosecondsSinceEpoch: Int64 { seconds * 1_000_000_000 + Int64(nanoseconds) }
}
