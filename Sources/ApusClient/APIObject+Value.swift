public import ApusAPI
public import ApusJSON

extension APIObject {
    /// The object as a tree, with its resourceVersion: what is changed and written back. Parses anew each time.
    ///
    /// - Throws: 500 where its bytes are no JSON, which no transport delivers.
    public func decoded() throws(StatusError) -> JSONValue {
        do {
            return try value()
        } catch {
            throw .internalError("object \(key) cannot be decoded: \(error.message)")
        }
    }

    /// The object as a tree; null where its bytes are no JSON, which no transport delivers.
    public var tree: JSONValue { (try? value()) ?? .null }

    /// `metadata` as a tree, parsed alone: cheaper than `value()` where only that is of interest.
    public var metadata: JSONValue {
        guard !layout.metadata.isEmpty else { return .null }
        let part = bytes.withUnsafeBytes { Bytes(UnsafeRawBufferPointer(rebasing: $0[layout.metadata])) }
        var value = (try? JSONValue(parsing: part)) ?? .null
        if revision > 0 { value["resourceVersion"] = .string(resourceVersion) }
        return value
    }
}
