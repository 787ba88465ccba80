import ApusAPI
import ApusClient
import ApusJSON
struct JobController: Controller {
    init(_ context: ControllerContext) {}
    func run() async {}
}
