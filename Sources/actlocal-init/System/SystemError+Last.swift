import Glibc
import InitProtocol

extension SystemError {
    /// The error the last system call of this process left in `errno`.
    static var last: SystemError { SystemError(number: errno) }

    /// An error number with the system's text for it.
    init(number: CInt) {
        self.init(code: number, text: String(cString: strerror(number)))
    }
}
