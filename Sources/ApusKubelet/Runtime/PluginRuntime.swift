public import ApusJSON
public import ApusPluginHost
import CApusPlugin

/// A runtime plugin as the kubelet sees it.
public struct PluginRuntime: ContainerRuntime {
    private let plugin: ApusPluginHost.ContainerRuntime

    public init(_ plugin: ApusPluginHost.ContainerRuntime) { self.plugin = plugin }

    public func call(_ verb: String, _ request: JSONValue) async throws(RuntimeError) -> JSONValue {
        do {
            return try PluginRuntime.parse(verb, try await plugin.call(verb, PluginRuntime.encode(request)))
        } catch let error as PluginError {
            throw RuntimeError(error)
        } catch let error as RuntimeError {
            throw error
        } catch {
            throw RuntimeError(.other, "\(error)")
        }
    }

    public func stream(
        _ verb: String, _ request: JSONValue, _ streams: StreamDescriptors
    ) async throws(RuntimeError) -> JSONValue {
        do {
            let answer = try await plugin.stream(
                verb, PluginRuntime.encode(request), stdin: streams.stdin, stdout: streams.stdout,
                stderr: streams.stderr, resize: streams.resize)
            return try PluginRuntime.parse(verb, answer)
        } catch let error as PluginError {
            throw RuntimeError(error)
        } catch let error as RuntimeError {
            throw error
        } catch {
            throw RuntimeError(.other, "\(error)")
        }
    }

    public func events(_ deliver: @escaping @Sendable (JSONValue) -> Bool) async throws(RuntimeError) {
        do {
            try await plugin.events { event in
                // A document that does not parse is one event lost, not the stream.
                guard let event = try? JSONValue(parsing: Bytes(event)) else { return true }
                return deliver(event)
            }
        } catch {
            throw RuntimeError(error)
        }
    }

    public func cancel() { plugin.cancel() }

    private static func encode(_ value: JSONValue) -> [UInt8] { value.encoded().withUnsafeBytes { Array($0) } }

    private static func parse(_ verb: String, _ bytes: [UInt8]) throws(RuntimeError) -> JSONValue {
        if bytes.isEmpty { return [:] }
        do {
            return try JSONValue(parsing: Bytes(bytes))
        } catch {
            throw RuntimeError(.other, "\(verb): the runtime's answer is no JSON: \(error.message)")
        }
    }
}

extension RuntimeError {
    /// The status codes are those of gRPC, whose names the ABI gives them.
    init(_ error: PluginError) {
        let code: Code =
            switch error.status {
            case APUS_CANCELLED: .cancelled
            case APUS_DEADLINE_EXCEEDED: .deadlineExceeded
            case APUS_NOT_FOUND: .notFound
            case APUS_UNIMPLEMENTED: .unimplemented
            default: .other
            }
        self.init(code, error.message)
    }
}
