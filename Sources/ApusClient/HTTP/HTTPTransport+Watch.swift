import ApusAPI
import ApusJSON
import AsyncHTTPClient
import NIOCore
import Synchronization

extension HTTPTransport {
    /// The events in `body`, one JSON document a line. The connection's flow control holds the server back where the
    /// consumer is slow.
    func events(in body: HTTPClientResponse.Body, selectable fields: [Definition.SelectableField]) -> WatchStream {
        let box = TaskBox()
        let channel = WatchChannel(onCancel: { box.cancel() })
        // Weak, so that a channel that nobody reads any more ends the task.
        box.set(
            Task { [weak channel] in
                var framer = LineFramer()
                var failure: StatusError?
                do {
                    reading: for try await buffer in body {
                        try framer.append(buffer)
                        while let line = framer.next() {
                            let event = try Self.event(from: line, selectable: fields)
                            guard await channel?.send(event) == true else { break reading }
                        }
                    }
                } catch is CancellationError {
                    failure = nil
                } catch let error as StatusError {
                    failure = error
                } catch {
                    failure = StatusError(
                        code: 503, reason: .serviceUnavailable, message: "the watch was broken off: \(error)")
                }
                channel?.finish(throwing: failure)
            })
        return WatchStream(channel)
    }

    private static func event(from line: Bytes, selectable: [Definition.SelectableField]) throws(StatusError)
        -> WatchEvent
    {
        let value: JSONValue
        do {
            value = try JSONValue(parsing: line)
        } catch {
            throw StatusError(
                code: 500, reason: .internalError, message: "unable to decode an event from the watch stream: \(error)")
        }
        guard let kind = value["type"].string.flatMap(WatchEvent.Kind.init(rawValue:)) else {
            throw StatusError(
                code: 500, reason: .internalError,
                message: "got invalid watch event type: \(value["type"].string ?? "none")")
        }
        return WatchEvent(kind, APIObject(value["object"], selectable: selectable))
    }
}

/// A task that can be cancelled before it is known.
private final class TaskBox: Sendable {
    private struct State {
        var task: Task<Void, Never>?
        var isCancelled = false
    }

    private let state = Mutex(State())

    func set(_ task: Task<Void, Never>) {
        let isCancelled = state.withLock { state in
            state.task = task
            return state.isCancelled
        }
        if isCancelled { task.cancel() }
    }

    func cancel() {
        state.withLock { state in
            state.isCancelled = true
            return state.task
        }?.cancel()
    }
}
