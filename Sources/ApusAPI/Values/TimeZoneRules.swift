/// How far the clocks of a place are from UTC at any time: a file of the IANA time zone database (TZif, RFC 9636).
public struct TimeZoneRules: Sendable, Hashable {
    /// The clocks of UTC.
    public static let utc = TimeZoneRules(transitions: [], offsets: [], first: 0, footer: nil)

    /// When the clocks change, in order, and what each change leads to: seconds east of UTC.
    private let transitions: [Int64]
    private let offsets: [Int64]
    /// Before the first change.
    private let first: Int64
    /// Behind the last one.
    private let footer: TimeZoneFooter?

    private init(transitions: [Int64], offsets: [Int64], first: Int64, footer: TimeZoneFooter?) {
        self.transitions = transitions
        self.offsets = offsets
        self.first = first
        self.footer = footer
    }

    /// Reads a TZif file of any version; nil where it is malformed.
    public init?(tzif bytes: [UInt8]) {
        var file = TZifReader(bytes[...])
        guard var header = file.header() else { return nil }
        var width = 4
        if header.version >= 2 {
            // The same again with 64 bits, behind the part for readers of the first version.
            guard file.skip(header.size(width: 4)), let second = file.header() else { return nil }
            header = second
            width = 8
        }
        guard let times = file.integers(header.times, width: width), let kinds = file.bytes(header.times),
            let types = file.bytes(header.types * 6), header.types > 0,
            file.skip(header.size(width: width) - header.times * (width + 1) - header.types * 6)
        else { return nil }
        func offset(_ type: Int) -> Int64? {
            guard type < header.types else { return nil }
            return TZifReader.integer(types.dropFirst(type * 6).prefix(4))
        }
        let offsets = kinds.compactMap { offset(Int($0)) }
        guard offsets.count == times.count, let first = offset(0), zip(times, times.dropFirst()).allSatisfy(<) else {
            return nil
        }
        var footer: TimeZoneFooter?
        if width == 8, let text = file.footer(), !text.isEmpty {
            footer = TimeZoneFooter(text)
            if footer == nil { return nil }
        }
        self.init(transitions: times, offsets: offsets, first: first, footer: footer)
    }

    /// Seconds east of UTC at a time in seconds since 1970.
    public func offset(at time: Int64) -> Int64 {
        guard let last = transitions.last else { return footer?.offset(at: time) ?? first }
        if time >= last, let footer { return footer.offset(at: time) }
        // The first change behind `time`.
        var (low, high) = (0, transitions.count)
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle] <= time { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? first : offsets[low - 1]
    }
}

/// The parts of a TZif file (RFC 9636 §3).
private struct TZifReader {
    struct Header {
        let version: Int
        let universal: Int
        let standard: Int
        let leaps: Int
        let times: Int
        let types: Int
        let characters: Int

        /// How long the data behind the header are.
        func size(width: Int) -> Int {
            times * (width + 1) + types * 6 + characters + leaps * (width + 4) + standard + universal
        }
    }

    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    mutating func header() -> Header? {
        guard let magic = bytes(4), magic.elementsEqual("TZif".utf8), let version = bytes(1)?.first, skip(15),
            let counts = integers(6, width: 4), counts.allSatisfy({ (0...65_536).contains($0) })
        else { return nil }
        let numbers = counts.map { Int($0) }
        return Header(
            version: version == 0 ? 1 : Int(version) - 0x30, universal: numbers[0], standard: numbers[1],
            leaps: numbers[2], times: numbers[3], types: numbers[4], characters: numbers[5])
    }

    mutating func bytes(_ count: Int) -> ArraySlice<UInt8>? {
        guard count >= 0, rest.count >= count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    mutating func skip(_ count: Int) -> Bool { bytes(count) != nil }

    mutating func integers(_ count: Int, width: Int) -> [Int64]? {
        guard let all = bytes(count * width) else { return nil }
        return (0..<count).map { TZifReader.integer(all.dropFirst($0 * width).prefix(width)) }
    }

    /// Big-endian, with a sign.
    static func integer(_ bytes: ArraySlice<UInt8>) -> Int64 {
        let sign: Int64 = (bytes.first ?? 0) & 0x80 != 0 ? -1 : 0
        return bytes.reduce(sign) { $0 << 8 | Int64($1) }
    }

    /// The text between the two line ends behind the data.
    mutating func footer() -> Substring? {
        guard rest.first == 0x0a, rest.dropFirst().contains(0x0a) else { return nil }
        return String(decoding: rest.dropFirst().prefix { $0 != 0x0a }, as: UTF8.self)[...]
    }
}
