import Diagnostics
import Expressions

/// The file of `--eventpath`, whose values win over those that are made.
enum EventFile {
    /// The object that a file holds; an empty one without a file.
    ///
    /// - Throws: `SessionError.badEventFile`, `.input`.
    static func read(_ path: String?) throws(SessionError) -> ExpressionValue {
        guard let path else { return .object([]) }
        let text: String
        do {
            text = try SourceFile.read(path, mayBePipe: true).text
        } catch {
            throw .input(reason: error.description)
        }
        let value: ExpressionValue
        do {
            value = try ExpressionValue(json: text)
        } catch {
            throw .badEventFile(path: path, reason: "\(error)")
        }
        guard case .object = value else {
            throw .badEventFile(path: path, reason: "it holds no object")
        }
        return value
    }
}
