/// One line of a container's log in CRI's format: `<RFC 3339 time> <stream> <tags> <content>`
/// (kubelet CRI logging, "cri-logging.md"). The tag `P` says that the content goes on in the next line.
struct LogLine {
    /// Nanoseconds since 1970.
    var time: Int64
    /// The time as it is written in the file.
    var timestamp: ArraySlice<UInt8>
    var isStandardError: Bool
    var isPartial: Bool
    /// Without the newline.
    var content: ArraySlice<UInt8>

    /// Reads a line that does not include its newline; nil for one that is not in the format.
    init?(_ line: ArraySlice<UInt8>) {
        let space = UInt8(ascii: " ")
        guard let first = line.firstIndex(of: space),
            let second = line[(first + 1)...].firstIndex(of: space)
        else { return nil }
        let third = line[(second + 1)...].firstIndex(of: space) ?? line.endIndex
        timestamp = line[..<first]
        guard let time = LogTime.parse(timestamp) else { return nil }
        self.time = time
        isStandardError = line[(first + 1)..<second].elementsEqual("stderr".utf8)
        isPartial = line[(second + 1)..<third].first == UInt8(ascii: "P")
        content = third < line.endIndex ? line[(third + 1)...] : line[line.endIndex...]
    }
}

/// RFC 3339 times with up to nine decimals, as log lines carry them.
enum LogTime {
    /// Nanoseconds since 1970; nil where the text is no such time.
    static func parse(_ text: ArraySlice<UInt8>) -> Int64? {
        var rest = text
        func number(_ digits: Int, then separator: UInt8?) -> Int64? {
            guard rest.count >= digits else { return nil }
            var value: Int64 = 0
            for byte in rest.prefix(digits) {
                guard byte >= 0x30 && byte <= 0x39 else { return nil }
                value = value * 10 + Int64(byte - 0x30)
            }
            rest = rest.dropFirst(digits)
            if let separator {
                guard rest.first == separator else { return nil }
                rest = rest.dropFirst()
            }
            return value
        }
        let dash = UInt8(ascii: "-")
        let colon = UInt8(ascii: ":")
        guard let year = number(4, then: dash), let month = number(2, then: dash),
            let day = number(2, then: UInt8(ascii: "T")), let hour = number(2, then: colon),
            let minute = number(2, then: colon), let second = number(2, then: nil)
        else { return nil }
        var nanoseconds: Int64 = 0
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            var scale: Int64 = 100_000_000
            while let byte = rest.first, byte >= 0x30 && byte <= 0x39 {
                nanoseconds += Int64(byte - 0x30) * scale
                scale /= 10
                rest = rest.dropFirst()
            }
        }
        var offset: Int64 = 0
        switch rest.first {
        case UInt8(ascii: "Z"): break
        case UInt8(ascii: "+"), dash:
            let sign: Int64 = rest.first == dash ? -1 : 1
            rest = rest.dropFirst()
            guard let hours = number(2, then: colon), let minutes = number(2, then: nil) else { return nil }
            offset = sign * (hours * 3600 + minutes * 60)
        default: return nil
        }
        return (days(year, month, day) * 86400 + hour * 3600 + minute * 60 + second - offset) * 1_000_000_000
            + nanoseconds
    }

    /// Days since 1970-01-01 in the proleptic Gregorian calendar.
    private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
