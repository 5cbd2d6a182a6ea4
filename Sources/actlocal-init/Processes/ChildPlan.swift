import Glibc

/// C strings as `execve` takes them, ended by nil.
typealias StringVector = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>

/// What a child does on its way to become a command: plain memory that others own.
struct ChildPlan {
    /// The strings of `argv`.
    let arguments: StringVector
    /// The strings of `envp`.
    let environment: StringVector
    /// The paths to try in order.
    let candidates: StringVector
    /// The strings of `argv` for `/bin/sh`, whose second is the path of a file without `#!`.
    let shellArguments: StringVector
    /// The directory to start in.
    let workingDirectory: UnsafeMutablePointer<CChar>
    /// Whether it becomes another user.
    let changesUser: Bool
    /// The user's uid.
    let userID: uid_t
    /// The user's gid.
    let groupID: gid_t
    /// The user's supplementary groups.
    let groups: UnsafeMutablePointer<gid_t>?
    /// How many they are.
    let groupCount: Int
    /// What becomes standard output.
    let output: CInt
    /// What becomes the error output.
    let errors: CInt
    /// Where it says what failed.
    let report: CInt
}
