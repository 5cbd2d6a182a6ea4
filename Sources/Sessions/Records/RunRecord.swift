import Expressions

/// Which run a record is of: the first line of its file.
///
/// Shape: one object of JSON with `version`, now 1, and these names; fields are only ever added.
struct RunRecord: Sendable, Hashable {
    /// `github.run_id`.
    let run: Int
    /// The run's id in events, which all workflows of one session have.
    let id: String
    /// What tells its repository from others.
    let home: String
    /// The repository's folder.
    let folder: String
    /// The workflow's file, as messages show it.
    let file: String
    /// What the workflow is called.
    let workflow: String
    /// What the keys of its jobs begin with; empty unless several workflows ran.
    let keyPrefix: String

    /// The file's name without what follows the last dot.
    var stem: String {
        let name = file.split(separator: "/").last ?? ""
        return String(name[..<(name.lastIndex(of: ".") ?? name.endIndex)])
    }

    /// The line that says it, without a line feed.
    var line: String {
        let value: ExpressionValue = [
            "version": 1, "run": .string("\(run)"), "id": .string(id), "home": .string(home),
            "folder": .string(folder), "file": .string(file), "workflow": .string(workflow),
            "keyPrefix": .string(keyPrefix),
        ]
        return value.exactJSON
    }
}

extension RunRecord {
    /// Reads the line; nil when it is none.
    init?(line: String) {
        guard let value = try? ExpressionValue(json: line), case .object(let object) = value,
            let run = object["run"].flatMap({ Int($0.asString) }),
            let id = object["id"]?.asString, let home = object["home"]?.asString
        else { return nil }
        self.run = run
        self.id = id
        self.home = home
        folder = object["folder"]?.asString ?? ""
        file = object["file"]?.asString ?? ""
        workflow = object["workflow"]?.asString ?? ""
        keyPrefix = object["keyPrefix"]?.asString ?? ""
    }
}
