import CSimdJSON

/// A parsed JSON document: simdjson's tape and string buffer, which `Cursor` reads without allocation.
///
/// It is for the moment between bytes and an answer: a tape takes several times the memory of its bytes, so keep the
/// bytes and parse again. `Cursor(document)` is its value; there is no property for it, because the compiler ties what
/// a property returns to one expression.
public struct Document: ~Copyable, @unchecked Sendable {  // the tape is never written after `init` returns
    private let parsed: csj_document
    let tape: UnsafePointer<UInt64>
    let strings: UnsafePointer<UInt8>

    /// Parses `bytes`, strictly (RFC 8259, UTF-8). Repeated keys are kept; `Cursor` finds the first.
    ///
    /// - Throws: `JSONError` for anything that is not JSON or beyond `limits`.
    public init(parsing bytes: Bytes, limits: JSONLimits = .request) throws(JSONError) {
        guard bytes.count <= limits.size else { throw JSONError.tooLarge(limit: limits.size) }
        var parsed = csj_document()
        let status = bytes.withUnsafeBytes { buffer in
            csj_parse(buffer.baseAddress?.assumingMemoryBound(to: UInt8.self), buffer.count, limits.depth, &parsed)
        }
        guard status == csj_ok, let tape = parsed.tape, let strings = parsed.strings else {
            throw bytes.withUnsafeBytes { JSONError(explaining: status, in: $0, limits: limits) }
        }
        self.parsed = parsed
        self.tape = tape
        self.strings = strings
    }

    deinit { csj_release(parsed) }
}

/// How deep and how large a document may be.
public struct JSONLimits: Sendable, Equatable {
    /// How many arrays and objects may lie in one another.
    public var depth: Int
    /// The number of bytes.
    public var size: Int

    public init(depth: Int, size: Int) {
        self.depth = depth
        self.size = size
    }

    /// What an API request may have: a thousand levels, and no limit of the size, which the server checks while it
    /// reads the body. Go's `encoding/json` allows 10,000 levels, because its stacks grow; here every walk over a tree
    /// must fit the stack of a thread, and no Kubernetes object has a hundred.
    public static let request = JSONLimits(depth: 1000, size: .max)
}
