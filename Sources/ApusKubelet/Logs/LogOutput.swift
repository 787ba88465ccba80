/// Turns lines of the log file into what the client sees.
struct LogOutput {
    private let options: LogOptions
    private var remaining: Int
    /// Whether the next content goes on with a line that has been begun.
    private var isInsideLine = false

    init(_ options: LogOptions) {
        self.options = options
        remaining = options.limitBytes ?? .max
    }

    /// Whether `limitBytes` has been reached.
    var isFull: Bool { remaining == 0 }

    /// Takes the whole lines out of `pending`; what is left there is the beginning of a line.
    mutating func take(_ pending: inout [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        var start = pending.startIndex
        while let end = pending[start...].firstIndex(of: UInt8(ascii: "\n")) {
            append(pending[start..<end], to: &output)
            start = end + 1
        }
        pending.removeFirst(start)
        return output
    }

    private mutating func append(_ bytes: ArraySlice<UInt8>, to output: inout [UInt8]) {
        guard let line = LogLine(bytes), remaining > 0 else { return }
        if let since = options.since, line.time < since { return }
        switch options.stream {
        case "Stdout" where line.isStandardError, "Stderr" where !line.isStandardError: return
        default: break
        }
        var text: [UInt8] = []
        if options.timestamps && !isInsideLine {
            text += line.timestamp
            text.append(UInt8(ascii: " "))
        }
        text += line.content
        if !line.isPartial { text.append(UInt8(ascii: "\n")) }
        isInsideLine = line.isPartial
        let part = text.prefix(remaining)
        remaining -= part.count
        output += part
    }
}
