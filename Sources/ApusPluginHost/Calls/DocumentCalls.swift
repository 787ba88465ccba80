import CApusPlugin

/// Calls of an instance that take and give JSON documents, on threads of their own.
struct DocumentCalls: Sendable {
    let instance: PluginInstance
    let threads: HostThreads

    /// Makes one call and gives the document that it wrote; `name` names it in errors.
    func document(
        _ name: String,
        _ body: @escaping @Sendable (OpaquePointer, UnsafePointer<apus_sink>, UnsafePointer<apus_error>) -> apus_status
    ) async throws(PluginError) -> [UInt8] {
        try await threads.run { [instance] () throws(PluginError) in
            let answer = instance.call { pointer in
                withByteSink { sink in ErrorReport.collect { error in body(pointer, sink, error) } }
            }
            guard let (bytes, failure) = answer else { throw instance.closedError }
            if let failure {
                throw PluginError(
                    .call, plugin: instance.name, "\(name): \(failure.message)", status: failure.status)
            }
            return bytes
        }
    }
}
