import Glibc
import InitProtocol

/// The program: `actlocal-init serve` speaks frames, `actlocal-init version` tells its version.
@main
enum Program {
    /// Chooses the mode by the first argument.
    static func main() {
        switch CommandLine.arguments.dropFirst().first {
        case "serve":
            Descriptor.fillStandardDescriptors()
            Descriptor.closeInherited()
            Signals.install()
            SystemCalls.becomeSubreaper()
            SystemCalls.hideFromOthers()
            Server().run()
        case "version":
            print(InitFacts.currentVersion)
        default:
            _ = Descriptor.writeAll(2, "usage: actlocal-init serve | version\n".utf8)
            exit(64)
        }
    }
}
