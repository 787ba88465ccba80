import ApusPluginHost
import FoundationEssentials
import Glibc
import Testing

extension RuntimeOCITests {
    @Suite(.serialized) struct ImageTests {
        /// A folder for a test's own files, and the node.
        private func withNode(_ body: (Node, String) async throws -> Void) async throws {
            let scratch = try Node.temporaryDirectory()
            defer { try? FileManager.default.removeItem(atPath: scratch) }
            let node = try await Node.start()
            do {
                try await body(node, scratch)
            } catch {
                await node.remove()
                throw error
            }
            await node.remove()
        }

        private func list(_ node: Node) async throws -> [ConfigurationValue] {
            try ConfigurationValue(json: await node.images.list(options: Array("{}".utf8))).array("/images")
        }

        @discardableResult
        private func take(_ node: Node, _ path: String, _ options: String = "{}") async throws -> [ConfigurationValue] {
            try ConfigurationValue(json: await node.images.importArchive(path: path, options: Array(options.utf8)))
                .array("/images")
        }

        private func write(_ text: String, _ path: String) throws {
            try FileManager.default.createDirectory(
                atPath: URL(filePath: path).deletingLastPathComponent().path, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: URL(filePath: path))
        }

        /// Runs a shell script of the machine; its failure fails the test.
        private func shell(_ script: String) throws {
            var pid = pid_t()
            let words: [String] = ["sh", "-ec", script]
            var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
            defer { for argument in arguments { free(argument) } }
            try #require(posix_spawn(&pid, "/bin/sh", nil, nil, &arguments, environ) == 0)
            var status: Int32 = 0
            while waitpid(pid, &status, 0) < 0, errno == EINTR {}
            try #require(status == 0, "\(script)")
        }

        /// A docker-archive of layers that are folders below `scratch`, made by tar.
        private func dockerArchive(_ scratch: String, layers: [String], tags: String, target: String) throws {
            var names: [String] = []
            var digests: [String] = []
            for layer in layers {
                try shell(
                    "mkdir -p \(scratch)/a/\(layer); tar -C \(scratch)/\(layer) -cf \(scratch)/a/\(layer)/layer.tar .")
                try shell(
                    "sha256sum < \(scratch)/a/\(layer)/layer.tar | cut -c1-64 | tr -d '\\n' > \(scratch)/\(layer).sum")
                names.append("\"\(layer)/layer.tar\"")
                digests.append("\"sha256:\(try String(contentsOfFile: "\(scratch)/\(layer).sum", encoding: .utf8))\"")
            }
            try write(
                #"{"architecture":"amd64","os":"linux","config":{"Cmd":["/bin/sh"],"User":"1000"},"rootfs":{"type":"layers","diff_ids":[\#(digests.joined(separator: ","))]}}"#,
                "\(scratch)/a/config.json")
            try write(
                #"[{"Config":"config.json","RepoTags":[\#(tags)],"Layers":[\#(names.joined(separator: ","))]}]"#,
                "\(scratch)/a/manifest.json")
            try shell("tar -C \(scratch)/a -cf \(target) .")
        }

        /// Two layers: the second hides a file and a folder's content of the first.
        private func makeLayers(_ scratch: String) throws {
            try shell(
                """
                cd \(scratch); mkdir -p one/bin one/keep one/opaque two/opaque
                cp /bin/busybox one/bin/busybox; ln -s busybox one/bin/sh; ln one/bin/busybox one/bin/cat; ln -s busybox one/bin/ls
                echo hidden > one/keep/hidden; echo seen > one/keep/seen; echo old > one/opaque/old
                mkdir -p two/keep; touch two/keep/.wh.hidden two/opaque/.wh..wh..opq; echo new > two/opaque/new
                chown 1000:1001 one/keep/seen; chmod 4711 one/keep/seen; touch -d @1000000000 one/keep/seen
                """)
        }

        @Test func aDockerArchiveRunsWithItsWhiteoutsAndOwners() async throws {
            try await withNode { node, scratch in
                try makeLayers(scratch)
                try dockerArchive(
                    scratch, layers: ["one", "two"], tags: "\"example:1\"", target: "\(scratch)/archive.tar")
                let taken = try await take(node, "\(scratch)/archive.tar")
                #expect(taken.first?.array("/repoTags") == [.string("docker.io/library/example:1")])
                let pod = try await node.sandbox()
                let answer = try await node.call(
                    "CreateContainer",
                    #"{"podSandboxId":"\#(pod)","config":{"metadata":{"name":"main"},"image":{"image":"example:1"},"command":["/bin/sh","-c","ls -R /keep /opaque; ls -ln /keep/seen"],"logPath":"main/0.log"}}"#
                )
                let container = try #require(answer.string("/containerId"))
                try await node.start(container)
                #expect(try await node.end(of: container).integer("/exitCode") == 0)
                let log = try node.log()
                #expect(log.contains("stdout F seen") && log.contains("stdout F new"))
                #expect(!log.contains { $0.contains("hidden") || $0.contains("old") || $0.contains(".wh.") })
                #expect(
                    log.last?.contains("-rws--x--x") == true && log.last?.contains("1000     1001") == true, "\(log)")
                #expect(log.last?.contains("2001") == true, "\(log)")
                let image = try await node.call("ImageStatus", #"{"image":{"image":"example:1"}}"#)
                #expect(image.integer("/image/uid/value") == 1000)
            }
        }

        @Test func layoutsComeInAsFolderTarAndCompressed() async throws {
            try await withNode { node, scratch in
                try await node.packBusybox()
                let packed = try #require(try await list(node).first?.string("/id"))
                _ = try await node.images.exportArchive(
                    name: "busybox", path: "\(scratch)/oci.tar", options: Array("{}".utf8))
                _ = try await node.images.exportArchive(
                    name: "busybox", path: "\(scratch)/docker.tar", options: Array(#"{"format":"docker-archive"}"#.utf8)
                )
                try shell(
                    "cd \(scratch); mkdir layout; tar -C layout -xf oci.tar; gzip -k oci.tar; zstd -q oci.tar 2>/dev/null || cp oci.tar oci.tar.zst"
                )
                for source in ["layout", "oci.tar", "oci.tar.gz", "oci.tar.zst", "docker.tar"] {
                    _ = try await node.images.remove(name: "busybox", options: Array("{}".utf8))
                    #expect(try await list(node).isEmpty)
                    #expect(
                        try FileManager.default.contentsOfDirectory(atPath: "\(node.directory)/images/snapshots")
                            .isEmpty)
                    #expect(
                        try FileManager.default.contentsOfDirectory(atPath: "\(node.directory)/images/blobs/sha256")
                            .isEmpty)
                    let taken = try await take(node, "\(scratch)/\(source)")
                    #expect(taken.first?.string("/id") == packed, "\(source)")
                    #expect(
                        taken.first?.array("/repoTags") == [.string("docker.io/library/busybox:latest")], "\(source)")
                }
                let pod = try await node.sandbox()
                let container = try await node.run(pod, "exit 3")
                #expect(try await node.end(of: container).integer("/exitCode") == 3)
            }
        }

        @Test func equalFoldersGiveEqualImages() async throws {
            try await withNode { node, scratch in
                for name in ["one", "two"] {
                    try write("x", "\(scratch)/\(name)/bin/file")
                    try shell(
                        "cd \(scratch)/\(name); ln bin/file bin/same; ln -s file bin/link; mkfifo pipe; touch -d @\(name.count)\(getpid()) bin/file"
                    )
                    _ = try await node.images.pack(
                        path: "\(scratch)/\(name)", name: "example/\(name)", options: Array("{}".utf8))
                }
                let images = try await list(node)
                #expect(images.count == 1)
                #expect(images.first?.array("/repoTags").count == 2)
                // One name goes, then the image with the last.
                let first = try ConfigurationValue(
                    json: await node.images.remove(name: "example/one", options: Array("{}".utf8)))
                #expect(first.array("/removed") == [.string("docker.io/example/one:latest")])
                let second = try ConfigurationValue(
                    json: await node.images.remove(name: "example/two", options: Array("{}".utf8)))
                #expect(second.array("/removed").count == 2)
                let error = await #expect(throws: PluginError.self) {
                    _ = try await node.images.remove(name: "example/two", options: Array("{}".utf8))
                }
                #expect(error?.status == 5)
            }
        }

        @Test func anImageInUseStays() async throws {
            try await Node.with { node in
                let pod = try await node.sandbox()
                let container = try await node.create(pod, "exit 4")
                let error = await #expect(throws: PluginError.self) {
                    _ = try await node.images.remove(name: "busybox", options: Array("{}".utf8))
                }
                #expect(error?.status == 9)
                #expect(error?.message.contains("is in use by container \(container)") == true)
                // A new image under the name leaves the old one to who uses it.
                let scratch = try Node.temporaryDirectory()
                defer { try? FileManager.default.removeItem(atPath: scratch) }
                try write("other", "\(scratch)/file")
                _ = try await node.images.pack(path: scratch, name: "busybox", options: Array("{}".utf8))
                try await node.start(container)
                #expect(try await node.end(of: container).integer("/exitCode") == 4)
            }
        }

        @Test func whatIsDamagedOrClimbsOutIsRefusedAndChangesNothing() async throws {
            try await withNode { node, scratch in
                try await node.packBusybox()
                let before = try await list(node)
                // Entries that climb out, by name, by link and by hard link.
                try write("x", "\(scratch)/up/file")
                try shell("tar -C \(scratch)/up -cf \(scratch)/up.tar --transform 's,./file,../../escaped,' ./file -P")
                try shell(
                    "cd \(scratch); mkdir link; ln -s \(scratch)/outside link/dir; tar -C link -cf link.tar dir; mkdir -p outside real/dir; echo x > real/dir/evil; tar -C real -rf link.tar dir/evil"
                )
                try shell(
                    "cd \(scratch); mkdir -p hard; echo secret > hard/secret; ln hard/secret hard/linked; tar -C hard -cf hard.tar --transform 's,^secret$,../../../../etc/passwd,' -P secret linked"
                )
                for attack in ["up", "hard"] {
                    let error = await #expect(throws: PluginError.self, "\(attack)") {
                        try await take(node, image(scratch, attack))
                    }
                    #expect(
                        error?.message.contains("leaves the layer's root") == true, "\(attack): \(error?.message ?? "")"
                    )
                }
                #expect(!FileManager.default.fileExists(atPath: "\(scratch)/escaped"))
                // A link to the outside is resolved inside: nothing may appear where it points to.
                _ = try? await take(node, image(scratch, "link"))
                #expect(try FileManager.default.contentsOfDirectory(atPath: "\(scratch)/outside").isEmpty)
                _ = try? await node.images.remove(name: "attack", options: Array("{}".utf8))
                // A layer that is not what the configuration says; a truncated archive; no archive at all; none.
                try shell(
                    "mkdir -p \(scratch)/good; echo x > \(scratch)/good/file; tar -C \(scratch)/good -cf \(scratch)/good.tar ."
                )
                let archive = try image(scratch, "good")
                try shell(
                    "cd \(scratch); mkdir w; tar -C w -xf \(archive); echo >> w/layer.tar; tar -C w -cf wrong.tar .; head -c 1200 wrong.tar > short.tar; echo hello > text.tar"
                )
                for (name, message) in [
                    ("wrong.tar", "its content is sha256:"), ("text.tar", "Unrecognized archive format"),
                    ("short.tar", "Truncated"), ("none.tar", "No such file"),
                ] {
                    let error = await #expect(throws: PluginError.self, "\(name)") {
                        try await take(node, "\(scratch)/\(name)")
                    }
                    #expect(error?.message.contains(message) == true, "\(name): \(error?.message ?? "")")
                }
                #expect(try await list(node) == before)
                #expect(try FileManager.default.contentsOfDirectory(atPath: "\(node.directory)/images/ingest").isEmpty)
            }
        }

        /// A docker-archive whose one layer is the tar file `name`.tar.
        private func image(_ scratch: String, _ name: String) throws -> String {
            try shell(
                "cd \(scratch); rm -rf i; mkdir i; cp \(name).tar i/layer.tar; sha256sum < i/layer.tar | cut -c1-64 | tr -d '\\n' > sum"
            )
            let sum = try String(contentsOfFile: "\(scratch)/sum", encoding: .utf8)
            try write(
                #"{"architecture":"amd64","os":"linux","rootfs":{"type":"layers","diff_ids":["sha256:\#(sum)"]}}"#,
                "\(scratch)/i/config.json")
            try write(
                #"[{"Config":"config.json","RepoTags":["attack"],"Layers":["layer.tar"]}]"#,
                "\(scratch)/i/manifest.json")
            try shell("tar -C \(scratch)/i -cf \(scratch)/\(name)-image.tar config.json manifest.json layer.tar")
            return "\(scratch)/\(name)-image.tar"
        }

        @Test func toolsOfOthersReadWhatIsExported() async throws {
            try await withNode { node, scratch in
                guard access("/usr/bin/skopeo", X_OK) == 0 else { return print("skipped: skopeo is not installed") }
                try await node.packBusybox()
                _ = try await node.images.exportArchive(
                    name: "busybox", path: "\(scratch)/oci.tar", options: Array("{}".utf8))
                _ = try await node.images.exportArchive(
                    name: "busybox", path: "\(scratch)/docker.tar", options: Array(#"{"format":"docker-archive"}"#.utf8)
                )
                try shell("skopeo copy -q oci-archive:\(scratch)/oci.tar docker-archive:\(scratch)/again.tar:again:1")
                try shell("skopeo copy -q docker-archive:\(scratch)/docker.tar oci:\(scratch)/layout:2")
                #expect(
                    try await take(node, "\(scratch)/again.tar").first?.array("/repoTags").contains(
                        .string("docker.io/library/again:1")) == true)
                // skopeo's layout says a bare tag only: the name comes from the caller. Its layers are gzipped.
                let taken = try await take(node, "\(scratch)/layout", #"{"name":"again:3"}"#)
                #expect(
                    taken.first?.array("/repoTags").contains(.string("docker.io/library/again:3")) == true, "\(taken)")
            }
        }

        struct Name: CustomTestStringConvertible, Sendable {
            var given: String
            var tag: String
            var testDescription: String { given }
        }

        @Test func namesAreReadAsDockerReadsThem() async throws {
            try await withNode { node, scratch in
                try write("x", "\(scratch)/file")
                for name in [
                    Name(given: "a", tag: "docker.io/library/a:latest"), Name(given: "a/b:1", tag: "docker.io/a/b:1"),
                    Name(given: "localhost/a", tag: "localhost/a:latest"),
                    Name(given: "host:5000/a__b/c-d.e:V_1.x", tag: "host:5000/a__b/c-d.e:V_1.x"),
                    Name(given: "index.docker.io/a", tag: "docker.io/library/a:latest"),
                    Name(given: "registry.k8s.io/pause:3.9", tag: "registry.k8s.io/pause:3.9"),
                ] {
                    _ = try await node.images.pack(path: scratch, name: name.given, options: Array("{}".utf8))
                    #expect(
                        try await list(node).first?.array("/repoTags").contains(.string(name.tag)) == true,
                        "\(name.given)")
                }
                for bad in [
                    "", "A", "a//b", "a:", "a:b c", "-a", "a@sha256:12", "a..b", "a___b", "http://a", "../a",
                    String(repeating: "a", count: 300),
                ] {
                    let error = await #expect(throws: PluginError.self, "\(bad)") {
                        _ = try await node.images.pack(path: scratch, name: bad, options: Array("{}".utf8))
                    }
                    #expect(error?.status == 3, "\(bad)")
                }
            }
        }
    }
}
