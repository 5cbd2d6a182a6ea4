/// `defaults.run` of a job as it came out before the first step, empty where nothing is named.
struct ScriptDefaults: Sendable {
    /// The shell of `run` steps whose own is not written or comes out empty.
    var shell = ""
    /// The folder of `run` steps that write none.
    var workingDirectory = ""
}
