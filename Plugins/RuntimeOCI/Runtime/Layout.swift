/// Where everything lies below the data folder.
struct Layout {
    let root: String

    var images: String { "\(root)/images" }
    var containers: String { "\(root)/containers" }
    var sandboxes: String { "\(root)/sandboxes" }
    /// conmon writes a file with the exit code here, named by container.
    var exits: String { "\(root)/exits" }
    /// State of crun or runc.
    var oci: String { "\(root)/oci" }
    var sockets: String { "\(root)/s" }
    var bootID: String { "\(root)/boot-id" }
    var selfCheck: String { "\(root)/runtime.json" }
    var lock: String { "\(root)/runtime.lock" }

    func container(_ id: String) -> String { "\(containers)/\(id)" }
    func sandbox(_ id: String) -> String { "\(sandboxes)/\(id)" }

    /// The folder of a container's attach socket; short, because the socket's address must be.
    func socketName(_ id: String) -> String { String(id.prefix(16)) }

    func makeDirectories() throws {
        for folder in [containers, sandboxes, exits, oci, sockets] { try Files.makeDirectory(folder, mode: 0o711) }
    }
}
