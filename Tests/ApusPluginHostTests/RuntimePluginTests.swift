import ApusPluginHost
import CApusPlugin
import Testing

/// A runtime in C that echoes requests, and whose events wait for `cancel`.
private let source = """
    #include "apus_plugin_draft.h"
    #include <pthread.h>
    #include <stdlib.h>
    #include <unistd.h>
    struct apus_instance { pthread_mutex_t mutex; pthread_cond_t changed; int cancelled; };
    static apus_status call(apus_instance *i, apus_str verb, apus_str request, const apus_sink *out,
                            const apus_error *error) {
        (void)i;
        if (!apus_str_equal(verb, apus_str_of("Echo"))) return apus_fail(error, APUS_UNIMPLEMENTED, "no such verb");
        apus_str first = {request.ptr, request.len / 2};
        apus_str rest = {request.ptr + first.len, request.len - first.len};
        apus_status status = out->write(out, first);
        return status != APUS_OK ? status : out->write(out, rest);
    }
    static apus_status stream(apus_instance *i, apus_str verb, apus_str request, const int32_t fds[4],
                              const apus_sink *out, const apus_error *error) {
        (void)i; (void)verb; (void)request; (void)error;
        if (fds[1] < 0 || fds[3] != -1 || write(fds[1], "hello", 5) != 5) return APUS_INTERNAL;
        return out->write(out, apus_str_of("{\\"exitCode\\":3}"));
    }
    static apus_status events(apus_instance *i, const apus_sink *out, const apus_error *error) {
        (void)error;
        if (out->write(out, apus_str_of("1")) != APUS_OK || out->write(out, apus_str_of("2")) != APUS_OK)
            return APUS_CANCELLED;
        pthread_mutex_lock(&i->mutex);
        while (!i->cancelled) pthread_cond_wait(&i->changed, &i->mutex);
        pthread_mutex_unlock(&i->mutex);
        return APUS_CANCELLED;
    }
    static void cancel(apus_instance *i) {
        pthread_mutex_lock(&i->mutex);
        i->cancelled = 1;
        pthread_cond_broadcast(&i->changed);
        pthread_mutex_unlock(&i->mutex);
    }
    static const apus_runtime_draft table = {
        .size = sizeof table, .call = call, .stream = stream, .events = events, .cancel = cancel };
    static const void *interface(apus_str component, apus_str id) {
        (void)component;
        return apus_str_equal(id, apus_str_of(APUS_RUNTIME_DRAFT_1)) ? &table : NULL;
    }
    static apus_status create(const apus_host *h, apus_str c, apus_str j, apus_instance **instance,
                              const apus_error *error) {
        (void)h; (void)c; (void)j; (void)error;
        struct apus_instance *self = calloc(1, sizeof *self);
        pthread_mutex_init(&self->mutex, NULL);
        pthread_cond_init(&self->changed, NULL);
        *instance = self;
        return APUS_OK;
    }
    static void destroy(apus_instance *i) { free(i); }
    static const apus_plugin plugin = {
        .size = sizeof plugin, .abi_major = 1, .id = APUS_STR_INIT("test"), .version = APUS_STR_INIT("1.0.0"),
        .interface = interface, .create = create, .destroy = destroy };
    const apus_plugin *apus_plugin_main_v1(void) { return &plugin; }
    """

@Suite struct RuntimePluginTests {
    private func withRuntime(_ body: (ContainerRuntime) async throws -> Void) async throws {
        let folder = try TemporaryPlugin(
            manifest: PluginSource.manifest.replacing("apus.scheduler.filter/draft-1", with: APUS_RUNTIME_DRAFT_1),
            source: source)
        let instance = try await folder.host().plugin("test").makeInstance(of: "test")
        let runtime = try ContainerRuntime(instance, threads: HostThreads(maximum: 8))
        try await body(runtime)
        await runtime.close()
    }

    @Test func `documents go in and come out, joined from their pieces`() async throws {
        try await withRuntime { runtime in
            let document = Array(#"{"a":"ü"}"#.utf8)
            let answer = try await runtime.call("Echo", document)
            #expect(answer == document)
            let empty = try await runtime.call("Echo", [])
            #expect(empty == [])
        }
    }

    @Test func `a failed verb gives status and message`() async throws {
        try await withRuntime { runtime in
            let error = await #expect(throws: PluginError.self) { try await runtime.call("Nonsense", []) }
            #expect(error?.status == APUS_UNIMPLEMENTED)
            #expect(error?.description == "plugin test/test: Nonsense: no such verb")
        }
    }

    @Test func `a stream writes to the host's descriptors`() async throws {
        try await withRuntime { runtime in
            let pipe = try Pipe()
            let result = try await runtime.stream("Exec", [], stdin: nil, stdout: pipe.writing, stderr: nil)
            #expect(String(decoding: result, as: UTF8.self) == #"{"exitCode":3}"#)
            #expect(pipe.read(5) == Array("hello".utf8))
        }
    }

    @Test func `events come in order until cancel`() async throws {
        try await withRuntime { runtime in
            let (stream, continuation) = AsyncStream<[UInt8]>.makeStream()
            let running = Task {
                try await runtime.events { event in
                    continuation.yield(event)
                    return true
                }
            }
            var received: [[UInt8]] = []
            for await event in stream {
                received.append(event)
                if received.count == 2 { runtime.cancel() }
                if received.count == 2 { break }
            }
            #expect(received == [[0x31], [0x32]])
            try await running.value
        }
    }

    @Test func `events end when the receiver wants no more`() async throws {
        try await withRuntime { runtime in try await runtime.events { _ in false } }
    }

    @Test func `destroy waits for calls under way and refuses later ones`() async throws {
        try await withRuntime { runtime in
            let (stream, continuation) = AsyncStream<Void>.makeStream()
            let running = Task {
                try await runtime.events { _ in
                    continuation.yield()
                    return true
                }
            }
            for await _ in stream { break }
            let closing = Task { await runtime.instance.destroy() }
            runtime.cancel()
            await closing.value
            try await running.value
            let error = await #expect(throws: PluginError.self) { try await runtime.call("Echo", []) }
            #expect(error?.code == .closed)
        }
    }
}
