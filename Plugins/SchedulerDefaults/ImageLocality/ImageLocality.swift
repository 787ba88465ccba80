import ApusPluginKit
import CApusPlugin

/// Prefers nodes that have the Pod's images, the more so the larger these are and the more nodes have them: an image
/// that few nodes have must not draw all Pods to those.
final class ImageLocality: ScoreComponent {
    static let name = "ImageLocality"

    private static let megabyte: Int64 = 1024 * 1024
    /// Below, images make no difference; above, no more difference. The upper one is per container.
    private static let least = 23 * megabyte
    private static let most = 1000 * megabyte

    init(host: Host, configuration: [UInt8]) {}

    func score(_ call: ScoreCall) {
        let images = call.snapshot.images
        let containers = call.pod.images
        let wanted = containers.filter { Int($0) < images.count && images[Int($0)].nodes > 0 }
        if wanted.isEmpty { return }
        let nodes = call.snapshot.states.reduce(0) { $0 + ($1 & UInt8(APUS_NODE_PRESENT) != 0 ? 1 : 0) }
        let worth = wanted.map { number in
            let image = images[Int(number)]
            return (number, Int64(Double(image.bytes) * (Double(image.nodes) / Double(max(1, nodes)))))
        }
        let most = Self.most * Int64(containers.count)
        let onNodes = call.snapshot.nodeImages
        call.candidates.forEach { row in
            let here = onNodes[row]
            var sum: Int64 = 0
            for (number, value) in worth where here.contains(number) { sum += value }
            sum = min(max(sum, Self.least), most)
            call.scores[row] = 100 * (sum - Self.least) / (most - Self.least)
        }
    }
}
