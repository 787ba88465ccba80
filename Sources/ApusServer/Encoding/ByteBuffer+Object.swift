import ApusAPI
import ApusJSON
import NIOCore

extension ByteBuffer {
    /// Writes bytes of `source` without looking at them.
    mutating func write(_ source: Bytes, _ range: Range<Int>? = nil) {
        source.withUnsafeBytes { bytes in
            _ = writeBytes(range.map { UnsafeRawBufferPointer(rebasing: bytes[$0]) } ?? bytes)
        }
    }

    /// Writes the stored bytes of `object` with its resourceVersion put in; without kind and apiVersion where `header`
    /// is false, as list items of built-in kinds are.
    mutating func write(stored object: APIObject, header: Bool = true) {
        let layout = object.layout
        reserveCapacity(minimumWritableBytes: object.bytes.count + 48)
        object.bytes.withUnsafeBytes { bytes in
            var start = 0
            if !header, !layout.header.isEmpty {
                writeBytes(bytes[..<layout.header.lowerBound])
                start = layout.header.upperBound
            }
            guard object.revision > 0, !layout.metadata.isEmpty else {
                writeBytes(bytes[start...])
                return
            }
            writeBytes(bytes[start..<layout.resourceVersion])
            writeResourceVersion(object.revision, at: layout.resourceVersion, in: bytes)
            writeBytes(bytes[layout.resourceVersion...])
        }
    }

    /// Writes `metadata` of `object` with its resourceVersion put in.
    mutating func write(metadataOf object: APIObject) {
        let layout = object.layout
        object.bytes.withUnsafeBytes { bytes in
            guard object.revision > 0, !layout.metadata.isEmpty else {
                if layout.metadata.isEmpty { writeStaticString("{}") } else { writeBytes(bytes[layout.metadata]) }
                return
            }
            writeBytes(bytes[layout.metadata.lowerBound..<layout.resourceVersion])
            writeResourceVersion(object.revision, at: layout.resourceVersion, in: bytes)
            writeBytes(bytes[layout.resourceVersion..<layout.metadata.upperBound])
        }
    }

    private mutating func writeResourceVersion(_ revision: UInt64, at offset: Int, in bytes: UnsafeRawBufferPointer) {
        // Where it comes last the comma is in front of it, and where it is the only member there is none.
        let isLast = offset < bytes.count && bytes[offset] == UInt8(ascii: "}")
        if isLast, offset > 0, bytes[offset - 1] != UInt8(ascii: "{") { writeStaticString(",") }
        writeStaticString("\"resourceVersion\":\"")
        writeDecimal(revision)
        writeStaticString(isLast ? "\"" : "\",")
    }

    mutating func writeDecimal(_ number: UInt64) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var index = 20
            var rest = number
            repeat {
                index -= 1
                digits[index] = UInt8(ascii: "0") + UInt8(rest % 10)
                rest /= 10
            } while rest > 0
            _ = writeBytes(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: digits[index...])))
        }
    }
}
