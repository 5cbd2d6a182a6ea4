import Glibc
import InitProtocol

/// The program: `actlocal-init serve` speaks frames, `actlocal-init version` tells its version.
///
/// Behind `serve` a hexadecimal number may say which capabilities steps do without: bit 0 is the
/// kernel's capability 0.
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
            if let mask = CommandLine.arguments.dropFirst(2).first {
                ChildLauncher.lostCapabilities = UInt64(mask, radix: 16) ?? .max
            }
            Server().run()
        case "version":
            print(InitFacts.currentVersion)
        default:
            _ = Descriptor.writeAll(2, "usage: actlocal-init serve | version\n".utf8)
            exit(64)
        }
    }
}
