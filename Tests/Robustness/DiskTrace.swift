import Foundation
import HistoryTestSupport

/// What a server did to its files, as `faults.c` wrote it down, and what a power cut would have left of it.
struct DiskTrace {
    private enum Kind: UInt32 {
        case write = 1, truncate, sync, create, rename, unlink, syncFolder
    }

    private struct Record {
        var kind: Kind
        var path: String
        var other: String
        var offset: Int
        var bytes: Range<Int>
        var end: Int
    }

    private let data: Data
    private let records: [Record]

    var size: Int { data.count }

    init(file: String) throws {
        data = try Data(contentsOf: URL(filePath: file))
        var records: [Record] = []
        var place = 0
        func integer<T: FixedWidthInteger>(_ type: T.Type, at place: Int, in data: Data) -> T {
            data.withUnsafeBytes { T(littleEndian: $0.loadUnaligned(fromByteOffset: place, as: T.self)) }
        }
        // A record that the kill cut off is none.
        while place + 24 <= data.count {
            let kind = Kind(rawValue: integer(UInt32.self, at: place, in: data))
            let length = Int(integer(UInt32.self, at: place + 4, in: data))
            let offset = Int(integer(UInt64.self, at: place + 8, in: data))
            let count = Int(integer(UInt64.self, at: place + 16, in: data))
            let begin = place + 24 + length
            guard let kind, begin + count <= data.count else { break }
            let names = data[place + 24..<begin].split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
            records.append(
                Record(
                    kind: kind, path: names[0], other: names.count > 1 ? names[1] : "", offset: offset,
                    bytes: begin..<begin + count, end: begin + count))
            place = begin + count
        }
        self.records = records
    }

    /// A file, whatever it is called.
    private final class Content {
        /// What is certain.
        var durable = Data()
        /// What was done since the last sync, with its number: bytes at an offset, or nil for a new size.
        var pending: [(number: Int, offset: Int, bytes: Data?)] = []

        func sync(through number: Int) {
            for change in pending.prefix(while: { $0.number <= number }) {
                Self.apply(change.offset, change.bytes, to: &durable)
            }
            pending.removeAll { $0.number <= number }
        }

        static func apply(_ offset: Int, _ bytes: Data?, to content: inout Data) {
            let end = offset + (bytes?.count ?? 0)
            if content.count < end { content.append(Data(count: end - content.count)) }
            if let bytes {
                content.replaceSubrange(offset..<end, with: bytes)
            } else {
                content.removeSubrange(offset...)
            }
        }

        /// What a disk may hold that lost its power: of what is not certain, any sectors.
        func image(_ random: inout SeededRandom) -> Data {
            var content = durable
            let kept = [0, 50, 90, 100].randomElement(using: &random) ?? 0
            let unit = [512, 4096].randomElement(using: &random) ?? 512
            for change in pending {
                guard let bytes = change.bytes else {
                    if Int.random(in: 0..<100, using: &random) < kept { Self.apply(change.offset, nil, to: &content) }
                    continue
                }
                var place = 0
                while place < bytes.count {
                    let count = min(unit - (change.offset + place) % unit, bytes.count - place)
                    if Int.random(in: 0..<100, using: &random) < kept {
                        Self.apply(
                            change.offset + place, bytes[bytes.startIndex + place..<bytes.startIndex + place + count],
                            to: &content)
                    }
                    place += count
                }
            }
            return content
        }
    }

    /// The files after a power cut right before the record that ends behind `cut`, by path.
    ///
    /// - Parameter lies: Whether the disk forgets what it said was on it, which nothing survives.
    func image(cut: Int, lies: Bool = false, _ random: inout SeededRandom) -> [String: Data] {
        var files: [String: Content] = [:]
        /// The names that are certain, and those that a sync of the folder would make so.
        var names: [String: Content] = [:]
        var changed: [(number: Int, path: String, content: Content?)] = []
        for (index, record) in records.enumerated() {
            guard record.end <= cut else { break }
            let number = index + 1
            switch record.kind {
            case .create:
                let content = Content()
                files[record.path] = content
                changed.append((number, record.path, content))
            case .write:
                let bytes = data[record.bytes]
                files[record.path]?.pending.append((number, record.offset, Data(bytes)))
            case .truncate: files[record.path]?.pending.append((number, record.offset, nil))
            case .sync where lies: break
            case .sync: files[record.path]?.sync(through: record.offset)
            case .rename:
                let content = files.removeValue(forKey: record.path)
                files[record.other] = content
                changed.append((number, record.other, content))
                changed.append((number, record.path, nil))
            case .unlink:
                files[record.path] = nil
                changed.append((number, record.path, nil))
            case .syncFolder:
                func isCertain(_ change: (number: Int, path: String, content: Content?)) -> Bool {
                    change.number <= record.offset
                        && change.path.lastIndex(of: "/").map { change.path[..<$0] == record.path } == true
                }
                for change in changed where isCertain(change) { names[change.path] = change.content }
                changed.removeAll(where: isCertain)
            }
        }
        // Names change in order: up to some point they did.
        for change in changed.prefix(Int.random(in: 0...changed.count, using: &random)) {
            names[change.path] = change.content
        }
        return names.mapValues { $0.image(&random) }
    }
}
