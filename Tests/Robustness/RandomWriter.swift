import Foundation
import HistoryTestSupport

/// One client that writes and reads at random, and takes down what it asked and was told.
struct RandomWriter {
    private let name: String
    private let workload: Workload
    private var random: SeededRandom
    /// The revision of each key as far as this client knows; 0: it is not there.
    private var known: [String: UInt64] = [:]
    private var step = 0

    init(_ name: String, _ workload: Workload, seed: UInt64) {
        self.name = name
        self.workload = workload
        random = SeededRandom(seed)
    }

    mutating func run() async {
        while !workload.stops {
            let client = workload.clients[Int.random(in: workload.clients.indices, using: &random)]
            let key = Workload.keys[Int.random(in: Workload.keys.indices, using: &random)]
            switch Int.random(in: 0..<20, using: &random) {
            case 0: await list(client)
            case 1..<4: await get(client, key)
            case 4..<6 where known[key, default: 0] > 0: await delete(client, key)
            default: await put(client, key)
            }
        }
    }

    // MARK: - Writes

    /// Creates the key; returns its revision where that was acknowledged.
    mutating func create(key: String) async -> UInt64? {
        known[key] = 0
        for client in workload.clients {
            await put(client, key)
            if let revision = known[key], revision > 0 { return revision }
            // The first may have been done and not answered.
            await get(client, key)
            if let revision = known[key], revision > 0 { return revision }
        }
        return nil
    }

    private mutating func put(_ client: APIClient, _ key: String) async {
        let revision = known[key] ?? 0
        step += 1
        let value = "\(name).\(step)"
        let item = Item(key, value: value, revision: revision)
        await write(client, key, value) {
            revision == 0
                ? try await client.send("POST", Workload.path, item)
                : try await client.send("PUT", "\(Workload.path)/\(key)", item)
        }
    }

    private mutating func delete(_ client: APIClient, _ key: String) async {
        let revision = known[key] ?? 0
        step += 1
        await write(client, key, nil) {
            try await client.send("DELETE", "\(Workload.path)/\(key)", Deletion(revision))
        }
    }

    private mutating func write(
        _ client: APIClient, _ key: String, _ value: String?, _ send: () async throws -> APIClient.Answer
    ) async {
        let compare = History.Write.Compare(key, known[key] ?? 0)
        let operation = History.Write.Operation(key, value)
        let asked = workload.recorder.tick()
        let answer: APIClient.Answer
        do { answer = try await send() } catch {
            record(compare, operation, History.Span(asked, .max), .unknown)
            try? await Task.sleep(for: .milliseconds(20))
            return
        }
        let span = History.Span(asked, workload.recorder.tick())
        workload.count(answer.status, isAcknowledged: (200..<300).contains(answer.status))
        switch answer.status {
        case 200..<300:
            let revision = value == nil ? nil : (try? answer.decoded(Item.self))?.revision
            if value != nil, revision == nil { workload.problem("\(name).\(step): \(answer.text)") }
            known[key] = revision ?? 0
            record(compare, operation, span, .done(revision))
        case 404, 409:
            record(compare, operation, span, .refused(nil, current: nil))
            await get(client, key)
        case 429, 503, 507:
            record(compare, operation, span, .failed)
            try? await Task.sleep(for: .milliseconds(20))
        case 504:
            record(compare, operation, History.Span(asked, .max), .unknown)
        default:
            workload.problem("\(name).\(step): \(answer.status) \(answer.text.prefix(300))")
            record(compare, operation, History.Span(asked, .max), .unknown)
        }
    }

    private func record(
        _ compare: History.Write.Compare, _ operation: History.Write.Operation, _ span: History.Span,
        _ outcome: History.Write.Outcome
    ) {
        let write = History.Write("\(name).\(step)", [compare], [operation], span, outcome)
        workload.recorder.record { $0.writes.append(write) }
        if case .done = outcome { workload.acknowledge(write) }
    }

    // MARK: - Reads

    /// Reads one key, and learns its revision.
    private mutating func get(_ client: APIClient, _ key: String) async {
        let asked = workload.recorder.tick()
        guard let answer = try? await client.send("GET", "\(Workload.path)/\(key)"),
            answer.status == 200 || answer.status == 404
        else { return }
        let item = answer.status == 200 ? try? answer.decoded(Item.self) : nil
        known[key] = item?.revision ?? 0
        step += 1
        let read = History.Read(
            "\(name).\(step) at \(client.url)", prefix: Workload.prefix, from: key,
            History.Span(asked, workload.recorder.tick()),
            .one(item.map { History.Version($0.value, modified: $0.revision) }))
        workload.recorder.record { $0.reads.append(read) }
    }

    /// Reads everything as it is now.
    mutating func list(_ client: APIClient) async {
        let asked = workload.recorder.tick()
        guard let answer = try? await client.send("GET", Workload.path), answer.status == 200,
            let list = try? answer.decoded(ItemList.self)
        else { return }
        step += 1
        let items = list.items.filter { $0.name.hasPrefix(Workload.prefix) }.sorted { $0.name < $1.name }
        for key in Workload.keys { known[key] = 0 }
        for item in items { known[item.name] = item.revision }
        let read = History.Read(
            "\(name).\(step) at \(client.url)", prefix: Workload.prefix,
            History.Span(asked, workload.recorder.tick()),
            .items(
                list.metadata.resourceVersion.flatMap { UInt64($0) } ?? 0,
                items.map { ($0.name, History.Version($0.value, modified: $0.revision)) }, count: nil))
        workload.recorder.record { $0.reads.append(read) }
    }
}
