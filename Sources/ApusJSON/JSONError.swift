import CSimdJSON

/// Why bytes are not an acceptable JSON document. Messages are those of Go's `encoding/json`, which API servers show.
public struct JSONError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Code: Sendable {
        /// Not JSON.
        case syntax
        /// Not UTF-8, or an escaped surrogate without its other half.
        case encoding
        /// A number that neither `Int64` nor a double holds.
        case number
        /// Nested deeper than `JSONLimits.depth`.
        case tooDeep
        /// Longer than `JSONLimits.size`.
        case tooLarge
        case outOfMemory
    }

    public var code: Code
    public var message: String
    /// How many bytes had been read up to and with the wrong one.
    public var offset: Int
    /// Both counted from 1, the column in bytes; 0 where the error has no place.
    public var line: Int
    public var column: Int

    public init(_ code: Code, _ message: String, offset: Int = 0, line: Int = 0, column: Int = 0) {
        self.code = code
        self.message = message
        self.offset = offset
        self.line = line
        self.column = column
    }

    public var description: String { message }

    static func tooLarge(limit: Int) -> JSONError {
        JSONError(.tooLarge, "document is larger than the limit of \(limit) bytes")
    }

    /// Finds the place and the words for what the parser, which is fast because it does not keep track, refused.
    init(explaining status: csj_status, in bytes: UnsafeRawBufferPointer, limits: JSONLimits) {
        if status == csj_out_of_memory {
            self.init(.outOfMemory, "out of memory")
            return
        }
        var scanner = SyntaxScanner(bytes: bytes, depth: limits.depth)
        let finding = scanner.scan()
        let before = bytes[..<min(max(finding.offset - 1, 0), bytes.count)]
        let line = before.reduce(1) { $1 == UInt8(ascii: "\n") ? $0 + 1 : $0 }
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        self.init(
            finding.code, finding.message, offset: finding.offset, line: line, column: before.count - lineStart + 1)
    }
}
