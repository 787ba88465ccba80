import ApusPluginKit
public import CApusPlugin

let library = PluginLibrary(
    id: "scheduler-defaults", version: "1.0.0",
    components: [
        NodeName.self, NodeUnschedulable.self, TaintToleration.self, NodeAffinity.self, NodePorts.self,
        NodeResourcesFit.self, NodeResourcesBalancedAllocation.self, ImageLocality.self,
    ])

/// The plugin's entry, which the host looks up.
@_cdecl("apus_plugin_main_v1")
public func main() -> UnsafePointer<apus_plugin> { library.descriptor }
