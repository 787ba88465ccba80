import ApusPluginKit
public import CApusPlugin

let library = PluginLibrary(id: "runtime-oci", version: "1.0.0", components: [RuntimeOCI.self])

/// The plugin's entry, which the host looks up.
@_cdecl("apus_plugin_main_v1")
public func main() -> UnsafePointer<apus_plugin> { library.descriptor }
