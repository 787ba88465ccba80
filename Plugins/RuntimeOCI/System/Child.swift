import CLinux
import Glibc

/// A program that this process starts and waits for.
struct Child {
    let pid: pid_t
    private let pidfd: Int32

    /// Starts `path`. `descriptors[n]` becomes the child's descriptor n (-1: /dev/null); nothing else is inherited.
    /// With `terminal`, that device is the child's controlling terminal and its first three descriptors; with
    /// `directory`, that is where it works.
    init(
        _ path: String, _ arguments: [String], environment: [String] = Child.inheritedEnvironment,
        descriptors: [Int32] = [-1, -1, -1], terminal: String? = nil, directory: String? = nil
    ) throws(SystemError) {
        var argv = ([path] + arguments).map { strdup($0) } + [nil]
        var envp = environment.map { strdup($0) } + [nil]
        let device = terminal.flatMap { strdup($0) }
        let folder = directory.flatMap { strdup($0) }
        defer { for text in argv + envp + [device, folder] { free(text) } }
        let result = argv.withUnsafeMutableBufferPointer { argv in
            envp.withUnsafeMutableBufferPointer { envp in
                descriptors.withUnsafeBufferPointer { descriptors in
                    var program = clinux_program(
                        path: argv[0], argv: argv.baseAddress, environment: envp.baseAddress,
                        descriptors: descriptors.baseAddress, descriptor_count: descriptors.count, terminal: device,
                        directory: folder)
                    return clinux_spawn(&program)
                }
            }
        }
        pid = try checkNegated("start", path) { result }
        // Our own child keeps its number until it is waited for.
        pidfd = clinux_pidfd_open(pid)
    }

    /// PATH and nothing else of this process's environment.
    static let inheritedEnvironment = ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"]

    /// A descriptor that becomes readable when the child ends.
    var ended: Int32 { pidfd }

    /// Waits for the end. The exit code, or 128 and the signal. Call it once.
    func wait() -> Int32 {
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
        if pidfd >= 0 { close(pidfd) }
        let signal = status & 0x7f
        return signal == 0 ? (status >> 8) & 0xff : 128 + signal
    }

    func signal(_ number: Int32) { kill(pid, number) }
}

extension Child {
    /// What a program said and how it ended.
    struct Output {
        let code: Int32
        let out: [UInt8]
        let errors: String
    }

    /// Runs a program to its end with `input` as its standard input.
    static func run(
        _ path: String, _ arguments: [String], environment: [String] = inheritedEnvironment, input: [UInt8] = []
    ) throws(SystemError) -> Output {
        // A file in memory instead of a pipe: a program that does not read its input cannot block or signal us.
        let stdin = Descriptor(try checkNegated("memfd_create") { clinux_memory_file() })
        try writeAll(stdin.number, input)
        lseek(stdin.number, 0, SEEK_SET)
        let stdout = try Descriptor.pipe()
        let stderr = try Descriptor.pipe()
        let child: Child
        do throws(SystemError) {
            child = try Child(
                path, arguments, environment: environment, descriptors: [stdin.number, stdout.write, stderr.write])
        } catch {
            for end in [stdout.read, stdout.write, stderr.read, stderr.write] { close(end) }
            throw error
        }
        close(stdout.write)
        close(stderr.write)
        let (out, errors) = collect(stdout.read, stderr.read)
        return Output(code: child.wait(), out: out, errors: String(decoding: errors, as: UTF8.self))
    }

    /// Reads two pipes to their ends together, so that neither fills up while the other is waited for; closes both.
    private static func collect(_ first: Int32, _ second: Int32) -> ([UInt8], [UInt8]) {
        var ends = [first, second]
        var collected: [[UInt8]] = [[], []]
        var buffer = [UInt8](repeating: 0, count: 16384)
        while ends.contains(where: { $0 >= 0 }) {
            var polled = ends.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            if poll(&polled, nfds_t(polled.count), -1) < 0 && errno != EINTR { break }
            for index in 0..<2 where polled[index].revents != 0 {
                let count = read(ends[index], &buffer, buffer.count)
                if count > 0 {
                    collected[index] += buffer[..<count]
                } else if count == 0 || errno != EINTR {
                    close(ends[index])
                    ends[index] = -1
                }
            }
        }
        for end in ends where end >= 0 { close(end) }
        return (collected[0], collected[1])
    }
}
