import ApusStore
import GRPCCore
import GRPCNIOTransportHTTP2Posix
import GRPCProtobuf
import SwiftProtobuf
import Synchronization

/// Calls of etcd's API, each at the member that answered last; when that one gives out, at the next.
final class EtcdClient: Sendable {
    let channels: [EtcdChannel]
    private let configuration: EtcdConfiguration
    /// The place of the member that calls go to.
    private let preferred = Atomic<Int>(0)
    /// What goes on at a member and ends when calls leave it.
    private let stays = Mutex<[UInt64: (channel: EtcdChannel, end: @Sendable () -> Void)]>([:])
    private let lastStay = Atomic<UInt64>(0)

    init(_ configuration: EtcdConfiguration) throws(StoreError) {
        self.configuration = configuration
        guard !configuration.endpoints.isEmpty else { throw .unavailable("no etcd server is named") }
        do {
            channels = try configuration.endpoints.map { try EtcdChannel($0, tls: configuration.tls) }
        } catch {
            throw .unavailable("etcd's certificates cannot be used: \(error)")
        }
    }

    func close() { for channel in channels { channel.close() } }

    // MARK: - Which member

    var channel: EtcdChannel { channels[preferred.load(ordering: .relaxed) % channels.count] }

    /// Prefers the member behind `channel`, unless another call has moved on already.
    func leave(_ channel: EtcdChannel) {
        guard let place = channels.firstIndex(where: { $0 === channel }) else { return }
        _ = preferred.compareExchange(expected: place, desired: (place + 1) % channels.count, ordering: .relaxed)
        let ends = stays.withLock { stays in stays.values.filter { $0.channel === channel }.map(\.end) }
        for end in ends { end() }
    }

    /// Runs `body`, which is cancelled when calls leave the member behind `channel`: one that hangs answers no call, but
    /// its streams stay open for long.
    func staying(at channel: EtcdChannel, _ body: @escaping @Sendable () async throws -> Void) async throws {
        let stay = lastStay.wrappingAdd(1, ordering: .relaxed).newValue
        let task = Task { try await body() }
        stays.withLock { $0[stay] = (channel, { task.cancel() }) }
        defer { stays.withLock { $0[stay] = nil } }
        try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
    }

    // MARK: - Calls

    /// Makes a call that may be made twice: at other members, until one answers or the time is over.
    func read<Request, Response>(
        _ method: EtcdMethod<Request, Response>, _ request: Request, within limit: Duration? = nil
    ) async throws(EtcdFailure) -> Response {
        try await retrying(within: limit ?? configuration.requestTimeout, method, request) { failure, _ in
            switch failure {
            case .lost, .notTaken: true
            default: false
            }
        }
    }

    /// Makes a call that must not be made twice: it is tried again only where it did not reach a member, or where the
    /// member says that it did not begin with it.
    func write<Request, Response>(
        _ method: EtcdMethod<Request, Response>, _ request: Request
    ) async throws(EtcdFailure) -> Response {
        var wasLost = false
        do throws(EtcdFailure) {
            return try await retrying(within: configuration.requestTimeout, method, request) { failure, isSent in
                switch failure {
                case .notTaken: return true
                case .lost:
                    wasLost = isSent
                    return !isSent
                default: return false
                }
            }
        } catch {
            if case .lost(let why) = error, wasLost { throw .refused(.unknownOutcome(why)) }
            throw error
        }
    }

    private func retrying<Request, Response>(
        within limit: Duration, _ method: EtcdMethod<Request, Response>, _ request: Request,
        isWorthATry: (EtcdFailure, _ isSent: Bool) -> Bool
    ) async throws(EtcdFailure) -> Response {
        let end = ContinuousClock.now + limit
        var backoff = Backoff()
        while true {
            let channel = channel
            let left = end - ContinuousClock.now
            let sent = Sent()
            do {
                return try await call(method, request, at: channel, within: min(left, attempt(method)), sent)
            } catch {
                let failure = EtcdFailure(error)
                if failure.isOfMember { leave(channel) }
                let pause = backoff.next()
                guard isWorthATry(failure, sent.isSet), ContinuousClock.now + pause < end, !Task.isCancelled else {
                    throw failure
                }
                try? await Task.sleep(for: pause)
            }
        }
    }

    /// A transaction gets the whole time: to give it up early would only leave its outcome unknown.
    private func attempt<Request, Response>(_ method: EtcdMethod<Request, Response>) -> Duration {
        Request.self == EtcdTxnRequest.self ? configuration.requestTimeout : configuration.attemptTimeout
    }

    /// Makes one call at one member.
    func call<Request, Response>(
        _ method: EtcdMethod<Request, Response>, _ request: Request, at channel: EtcdChannel,
        within limit: Duration, _ sent: Sent = Sent()
    ) async throws -> Response {
        try await channel.client.clientStreaming(
            request: StreamingClientRequest(metadata: EtcdClient.metadata) { writer in
                sent.set()
                try await writer.write(request)
            },
            descriptor: method.descriptor, serializer: ProtobufSerializer<Request>(),
            deserializer: ProtobufDeserializer<Response>(), options: EtcdClient.options(limit)
        ) { try $0.message }
    }

    /// Opens a stream at one member: `send` writes requests until it returns or the stream ends, `receive` is called
    /// with each answer.
    func stream<Request, Response>(
        _ method: EtcdMethod<Request, Response>, at channel: EtcdChannel,
        send: @escaping @Sendable (RPCWriter<Request>) async throws -> Void,
        receive: @escaping @Sendable (Response) throws -> Void
    ) async throws {
        try await channel.client.bidirectionalStreaming(
            request: StreamingClientRequest(metadata: EtcdClient.metadata, producer: send),
            descriptor: method.descriptor, serializer: ProtobufSerializer<Request>(),
            deserializer: ProtobufDeserializer<Response>(), options: EtcdClient.options(nil)
        ) { response in
            for try await message in response.messages { try receive(message) }
        }
    }

    /// A member without a leader refuses at once what carries this, instead of letting it wait.
    private static var metadata: Metadata { ["hasleader": "true"] }

    private static func options(_ limit: Duration?) -> CallOptions {
        var options = CallOptions.defaults
        options.timeout = limit
        options.maxResponseMessageBytes = Int(Int32.max)
        return options
    }

    /// Whether a request may have left this process.
    final class Sent: Sendable {
        private let flag = Atomic<Bool>(false)

        var isSet: Bool { flag.load(ordering: .acquiring) }
        func set() { flag.store(true, ordering: .releasing) }
    }
}
