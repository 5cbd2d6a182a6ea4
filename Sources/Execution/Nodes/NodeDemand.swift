/// Which node an action asks for, and which one GitHub gives it today.
///
/// Source: actions/runner `HandlerFactory.Create`, `NodeUtil.DetermineActionsNodeVersion`
struct NodeDemand: Sendable, Hashable {
    /// `using`, such as `node20`.
    let using: String
    /// The release line that the action is run on.
    let major: Int
    /// The oldest one that can stand for it.
    let least: Int
    /// What GitHub says to actions that it moves to a newer line; nil for none.
    let remark: String?
    /// What is contradictory about the variables that choose the line.
    let warning: String?

    private static let force = "FORCE_JAVASCRIPT_ACTIONS_TO_NODE24"
    private static let allow = "ACTIONS_ALLOW_USE_UNSECURE_NODE_VERSION"
    private static let address =
        "https://github.blog/changelog/2025-09-19-deprecation-of-node-20-on-github-actions-runners/"

    /// What an action with this `using` is run on, where the workflow's variables may choose.
    init(using: String, environment: [EnvironmentEntry]) {
        self.using = using
        let named = Int(using.drop { !$0.isNumber }) ?? 24
        func isOn(_ name: String) -> Bool {
            ["true", "1"].contains(
                environment.last { $0.name == name }?.value.lowercased() ?? ""
            )
        }
        // GitHub has had node 24 as the default since June 2026.
        let (isForced, isAllowed) = (isOn(Self.force), isOn(Self.allow))
        let staysOld = named < 24 && isAllowed && !isForced
        major = named >= 24 ? named : staysOld ? 20 : 24
        least = named
        warning =
            named < 24 && isForced && isAllowed
            ? "Both \(Self.force) and \(Self.allow) environment variables are set to true in "
                + "the workflow environment. This is likely a configuration error. Using the "
                + "default Node version: node24." : nil
        remark =
            named < 24 && !staysOld
            ? "Node 20 is being deprecated. This workflow is running with Node 24 by default. "
                + "If you need to temporarily use Node 20, you can set the "
                + "\(Self.allow)=true environment variable. For more information see: "
                + Self.address : nil
    }

    /// Why the action cannot be run where there is no node for it, and what the user can do.
    func absence(in room: OpenJob) -> String {
        "an action that runs on `\(using)` needs node \(least) or newer, and none that runs in the "
            + "job is in its tool cache or on its `PATH`"
            + (room.nodes.map { ", or in `\($0.store.folder)` of this machine" } ?? "")
    }
}
