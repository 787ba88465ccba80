import CApusPlugin

/// A container runtime in the terms of CRI v1 (`apus_runtime_draft` of `apus_plugin_draft.h`, which says what verbs and
/// documents are). Calls come on any thread, any number at a time, and may block.
public protocol RuntimeComponent: Component {
    /// Does a unary RPC of CRI; request and response are JSON documents. Throws `.unimplemented` for unknown verbs.
    func call(_ verb: String, request: [UInt8]) throws -> [UInt8]

    /// Joins a process's streams to the descriptors, which stay the host's, until they have ended.
    ///
    /// Gives `{"exitCode":N}` for exec and attach and `{}` for a port.
    func stream(_ verb: StreamVerb, request: [UInt8], descriptors: StreamDescriptors) throws -> [UInt8]

    /// Gives each container event from now on to `deliver`, in order, until that returns false or `cancel` is called.
    func events(_ deliver: (_ event: [UInt8]) -> Bool) throws

    /// Makes every `events` and `stream`, under way or yet to come, end soon. Does not block.
    func cancel()
}

/// What a stream is for; the raw value is CRI's name.
public enum StreamVerb: String, Sendable, CaseIterable {
    case exec = "Exec"
    case attach = "Attach"
    case portForward = "PortForward"
}

/// The host's file descriptors of a stream; nil where there is none.
public struct StreamDescriptors: Sendable {
    public var stdin: Int32?
    public var stdout: Int32?
    public var stderr: Int32?
    /// One JSON object `{"width":W,"height":H}` a line for each new size of the terminal.
    public var resize: Int32?
}

let runtimeTable = apus_runtime_draft(
    size: UInt32(MemoryLayout<apus_runtime_draft>.size), reserved: 0,
    call: { pointer, verb, request, response, error in
        reporting(to: error) {
            guard let runtime = Instance.at(pointer)?.runtime else { throw Failure(.unimplemented, "no runtime") }
            try deliver(runtime.call(String(verb), request: [UInt8](request)), to: response)
        }
    },
    stream: { pointer, verb, request, fds, result, error in
        reporting(to: error) {
            guard let runtime = Instance.at(pointer)?.runtime else { throw Failure(.unimplemented, "no runtime") }
            guard let kind = StreamVerb(rawValue: String(verb)), let fds else {
                throw Failure(.unimplemented, "stream verb \"\(String(verb))\" is not known")
            }
            func descriptor(_ index: Int) -> Int32? { fds[index] < 0 ? nil : fds[index] }
            let descriptors = StreamDescriptors(
                stdin: descriptor(0), stdout: descriptor(1), stderr: descriptor(2), resize: descriptor(3))
            try deliver(runtime.stream(kind, request: [UInt8](request), descriptors: descriptors), to: result)
        }
    },
    events: { pointer, sink, error in
        reporting(to: error) {
            guard let runtime = Instance.at(pointer)?.runtime else { throw Failure(.unimplemented, "no runtime") }
            try runtime.events { event in
                do {
                    try deliver(event, to: sink)
                    return true
                } catch {
                    return false
                }
            }
            throw Failure(.cancelled, "events were cancelled")
        }
    },
    cancel: { Instance.at($0)?.runtime?.cancel() })
