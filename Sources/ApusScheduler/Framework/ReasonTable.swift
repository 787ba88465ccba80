import ApusPluginHost
import CApusPlugin

/// The reasons that plugins give during one scheduling attempt, by id.
final class ReasonTable {
    private var lists: [[String]] = []
    private var ids: [[String]: UInt32] = [:]
    private let table: UnsafeMutablePointer<apus_reasons_draft>

    init() {
        table = .allocate(capacity: 1)
        table.initialize(
            to: apus_reasons_draft(
                size: UInt32(MemoryLayout<apus_reasons_draft>.size), reserved: 0, context: nil,
                reason: { table, texts, count in
                    guard let context = table?.pointee.context else { return 0 }
                    let list = UnsafeBufferPointer(start: texts, count: texts == nil ? 0 : count).map { String($0) }
                    return Unmanaged<ReasonTable>.fromOpaque(context).takeUnretainedValue().id(of: list)
                }))
        table.pointee.context = Unmanaged.passUnretained(self).toOpaque()
    }

    deinit { table.deallocate() }

    var pointer: UnsafePointer<apus_reasons_draft> { UnsafePointer(table) }

    func id(of list: [String]) -> UInt32 {
        if let id = ids[list] { return id }
        lists.append(list)
        ids[list] = UInt32(lists.count)
        return UInt32(lists.count)
    }

    /// The reasons of an id; nil for one that was not given out.
    subscript(id: UInt32) -> [String]? { id >= 1 && id <= lists.count ? lists[Int(id) - 1] : nil }

    func removeAll() {
        guard !lists.isEmpty else { return }
        lists.removeAll(keepingCapacity: true)
        ids.removeAll(keepingCapacity: true)
    }
}
