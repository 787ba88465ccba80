import CApusPlugin

/// A container runtime behind `apus_runtime_draft`: CRI v1's verbs, with its messages as JSON documents.
public final class ContainerRuntime: Sendable {
    public let instance: PluginInstance
    private let calls: DocumentCalls
    private let table: RuntimeTable

    private struct RuntimeTable: @unchecked Sendable {  // a vtable never changes
        let pointer: UnsafePointer<apus_runtime_draft>
    }

    /// `threads` bounds how many calls, streams included, can be under way.
    public init(_ instance: PluginInstance, threads: HostThreads) throws(PluginError) {
        self.instance = instance
        calls = DocumentCalls(instance: instance, threads: threads)
        table = RuntimeTable(pointer: try instance.requiredTable(.runtime))
    }

    /// Does a unary RPC: `RunPodSandbox`, `ListContainers`, …
    public func call(_ verb: String, _ request: [UInt8]) async throws(PluginError) -> [UInt8] {
        try await calls.document(verb) { [table] instance, sink, error in
            verb.withPluginString { verb in
                request.withPluginString { request in
                    table.pointer.pointee.call?(instance, verb, request, sink, error) ?? APUS_UNIMPLEMENTED
                }
            }
        }
    }

    /// Joins a process's streams to descriptors, which the caller closes afterwards; `verb` is `Exec`, `Attach` or
    /// `PortForward`, nil stands for no descriptor. Returns when they have ended: `{"exitCode":N}`.
    public func stream(
        _ verb: String, _ request: [UInt8], stdin: Int32?, stdout: Int32?, stderr: Int32?, resize: Int32? = nil
    ) async throws(PluginError) -> [UInt8] {
        let descriptors = [stdin ?? -1, stdout ?? -1, stderr ?? -1, resize ?? -1]
        return try await calls.document(verb) { [table] instance, sink, error in
            verb.withPluginString { verb in
                request.withPluginString { request in
                    table.pointer.pointee.stream?(instance, verb, request, descriptors, sink, error)
                        ?? APUS_UNIMPLEMENTED
                }
            }
        }
    }

    /// Gives each container event from now on to `deliver`, in order, on a thread of the plugin's, until that returns
    /// false or `cancel` is called.
    public func events(_ deliver: @escaping @Sendable ([UInt8]) -> Bool) async throws(PluginError) {
        do throws(PluginError) {
            _ = try await calls.document("events") { [table] instance, _, error in
                let target = Unmanaged.passRetained(Delivery(deliver))
                defer { target.release() }
                var sink = apus_sink(
                    size: UInt32(MemoryLayout<apus_sink>.size), reserved: 0, context: target.toOpaque(),
                    write: { sink, event in
                        guard let context = sink?.pointee.context else { return APUS_INVALID_ARGUMENT }
                        let delivery = Unmanaged<Delivery>.fromOpaque(context).takeUnretainedValue()
                        return delivery.deliver([UInt8](event)) ? APUS_OK : APUS_CANCELLED
                    })
                return table.pointer.pointee.events?(instance, &sink, error) ?? APUS_UNIMPLEMENTED
            }
        } catch {
            if error.status != APUS_CANCELLED { throw error }
        }
    }

    /// Makes every `events` and `stream` end soon, those that still come too.
    public func cancel() { _ = instance.call { table.pointer.pointee.cancel?($0) } }

    /// Cancels, waits for calls under way and destroys the instance.
    public func close() async {
        cancel()
        await instance.destroy()
    }

    private final class Delivery: Sendable {
        let deliver: @Sendable ([UInt8]) -> Bool
        init(_ deliver: @escaping @Sendable ([UInt8]) -> Bool) { self.deliver = deliver }
    }
}
