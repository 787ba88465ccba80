import ApusPluginKit
import CApusPlugin
import Testing

private final class Picky: PreFilterComponent, FilterComponent {
    static let name = "Picky"

    final class State: Sendable {
        let limit: Int
        init(_ limit: Int) { self.limit = limit }
    }

    init(host: Host, configuration: [UInt8]) throws {
        if configuration.isEmpty { throw Failure(.invalidArgument, "configuration: Required value") }
    }

    func preFilter(_ call: PrepareCall) -> Preparation {
        switch call.pod.priority {
        case 0: return .skip
        case 1: return .unschedulable(reason: "not today", resolvable: false)
        default:
            call.candidates.narrow { $0 % 2 == 0 }
            return .proceed(State(Int(call.pod.priority)))
        }
    }

    func filter(_ call: FilterCall) throws {
        guard let state = call.cycle(as: State.self) else { throw Failure(.internalError, "no state") }
        call.candidates.forEach { row in
            if row > state.limit { call.reject(row, call.reason("row too far"), resolvable: true) }
        }
    }
}

/// The kit's vtables, called as a host does.
@Suite(.serialized) struct KitTests {
    private static let library = PluginLibrary(id: "kit", version: "1", components: [Picky.self])

    @Test func `a component offers what it conforms to`() throws {
        let plugin = Self.library.descriptor.pointee
        for (id, offered) in [
            (APUS_SCHEDULER_PRE_FILTER_DRAFT_1, true), (APUS_SCHEDULER_FILTER_DRAFT_1, true),
            (APUS_SCHEDULER_SCORE_DRAFT_1, false), (APUS_RUNTIME_DRAFT_1, false), ("nonsense", false),
        ] {
            let table = "Picky".withPluginString { name in id.withPluginString { plugin.interface(name, $0) } }
            #expect((table != nil) == offered, "\(id)")
        }
        #expect("Other".withPluginString { $0.len } == 5)
        let other = "Other".withPluginString { name in
            APUS_SCHEDULER_FILTER_DRAFT_1.withPluginString { plugin.interface(name, $0) }
        }
        #expect(other == nil)
    }

    @Test func `what a component throws becomes status and message`() throws {
        try withInstance(configuration: "") { instance, status, message in
            #expect(instance == nil)
            #expect(status == APUS_INVALID_ARGUMENT)
            #expect(message == "configuration: Required value")
        }
    }

    @Test(arguments: [
        (Int32(0), APUS_SCHEDULE_SKIP), (Int32(1), APUS_SCHEDULE_UNSCHEDULABLE_AND_UNRESOLVABLE), (Int32(70), Int32(0)),
    ])
    func `the cycle of a Pod goes from pre-filter to filter`(priority: Int32, expected: Int32) throws {
        try withInstance(configuration: "{}") { instance, _, _ in
            let results = Cycle(priority: priority, rows: 100).run(instance, Self.library)
            #expect(results.prepared == expected)
            if expected == APUS_SCHEDULE_SUCCESS {
                #expect(results.candidates == Array(stride(from: 0, to: 100, by: 2)))
                #expect(results.rejected == Array(stride(from: 72, to: 100, by: 2)))
            }
        }
    }

    private func withInstance(
        configuration: String, _ body: (OpaquePointer?, apus_status, String?) throws -> Void
    ) throws {
        let plugin = Self.library.descriptor.pointee
        var host = apus_host(
            size: UInt32(MemoryLayout<apus_host>.size), abi_major: 1, abi_minor: 0, context: nil,
            service: { _, _ in nil })
        var instance: OpaquePointer?
        var status: apus_status = 0
        let message = collectMessage { error in
            "Picky".withPluginString { name in
                configuration.withPluginString { status = plugin.create(&host, name, $0, &instance, error) }
            }
        }
        try body(instance, status, message)
        if instance != nil { plugin.destroy(instance) }
    }
}

/// Calls `body` with an `apus_error` and gives the last message.
private func collectMessage(_ body: (UnsafePointer<apus_error>) -> Void) -> String? {
    var message: String?
    withUnsafeMutablePointer(to: &message) { target in
        var error = apus_error(
            size: UInt32(MemoryLayout<apus_error>.size), reserved: 0, context: target,
            set: { $0?.pointee.context.assumingMemoryBound(to: String?.self).pointee = String($1) })
        body(&error)
    }
    return message
}

/// Takes a Pod with a priority through pre-filter and filter.
private struct Cycle {
    var priority: Int32
    var rows: Int

    func run(_ instance: OpaquePointer?, _ library: PluginLibrary) -> (
        prepared: Int32, candidates: [Int], rejected: [Int]
    ) {
        let plugin = library.descriptor.pointee
        func table<Table>(_ id: String, _ type: Table.Type) -> UnsafePointer<Table>? {
            "Picky".withPluginString { name in id.withPluginString { plugin.interface(name, $0) } }?
                .assumingMemoryBound(to: type)
        }
        let memory = Memory()
        let words = memory.copy(
            (0..<2).map { word in (0..<64).reduce(UInt64(0)) { word * 64 + $1 < rows ? $0 | 1 << $1 : $0 } })
        let codes = memory.copy([UInt8](repeating: 0, count: rows))
        let ids = memory.copy([UInt32](repeating: 0, count: rows))
        var columns = [apus_column_draft](repeating: apus_column_draft(offset: 0, count: 0), count: 4)
        columns[Int(APUS_POD_PRIORITY)].count = 1
        let block = memory.copy([
            apus_block_draft(
                size: UInt32(MemoryLayout<apus_block_draft>.size), column_count: 4, base: memory.copy([priority]),
                columns: memory.copy(columns), generation: 1, epoch: 1)
        ])
        let reasons = memory.copy([
            apus_reasons_draft(
                size: UInt32(MemoryLayout<apus_reasons_draft>.size), reserved: 0, context: nil,
                reason: { _, _, _ in 1 })
        ])
        var prepared: Int32 = -1
        _ = collectMessage { error in
            let prepare = memory.copy([
                apus_prepare_call_draft(
                    size: UInt32(MemoryLayout<apus_prepare_call_draft>.size), rows: UInt32(rows), snapshot: block,
                    pod: block, candidates: words, reasons: reasons, reason: 0, reserved: 0, cycle: nil, error: error)
            ])
            let preFilter = table(APUS_SCHEDULER_PRE_FILTER_DRAFT_1, apus_scheduler_pre_filter_draft.self)
            prepared = preFilter?.pointee.pre_filter(instance, prepare) ?? -1
            guard prepared == APUS_SCHEDULE_SUCCESS else { return }
            // The copy must outlive what it was made from.
            let copy = preFilter?.pointee.clone_cycle(instance, prepare.pointee.cycle)
            preFilter?.pointee.free_cycle(instance, prepare.pointee.cycle)
            let call = memory.copy([
                apus_filter_call_draft(
                    size: UInt32(MemoryLayout<apus_filter_call_draft>.size), rows: UInt32(rows), snapshot: block,
                    pod: block, cycle: copy, candidates: words, codes: codes, reason_ids: ids, reasons: reasons,
                    error: error)
            ])
            let filter = table(APUS_SCHEDULER_FILTER_DRAFT_1, apus_scheduler_filter_draft.self)
            _ = filter?.pointee.filter(instance, call)
            preFilter?.pointee.free_cycle(instance, copy)
        }
        let candidates = (0..<rows).filter { words[$0 / 64] & 1 << UInt64($0 % 64) != 0 }
        return (prepared, candidates, (0..<rows).filter { codes[$0] != 0 })
    }
}

/// Memory that lives as long as this object.
private final class Memory {
    private var pieces: [UnsafeMutableRawPointer] = []

    func copy<Element>(_ elements: [Element]) -> UnsafeMutablePointer<Element> {
        let piece = UnsafeMutablePointer<Element>.allocate(capacity: elements.count)
        piece.initialize(from: elements, count: elements.count)
        pieces.append(UnsafeMutableRawPointer(piece))
        return piece
    }

    deinit { pieces.forEach { $0.deallocate() } }
}
