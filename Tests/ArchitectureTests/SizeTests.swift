import Testing

@Suite("Sizes")
struct SizeTests {
    /// Tables that are longer than a file may be, and why each is one table.
    static let longFiles: [String: String] = [:]

    /// Functions that are longer than a body may be, and why none of their lines can go.
    static let longFunctions: [String: String] = [:]

    @Test("no file is longer than 400 lines")
    func files() {
        for file in Repository.sources where Self.longFiles[file.path] == nil {
            #expect(file.lines.count <= 400, "\(file.path) has \(file.lines.count) lines")
        }
    }

    @Test("no function body is longer than 70 lines")
    func functions() {
        for file in Repository.sources {
            for declaration in file.declarations where !declaration.isType {
                let name = "\(file.path) \(declaration.name)"
                guard Self.longFunctions[name] == nil else { continue }
                #expect(
                    declaration.bodyLines <= 70,
                    "\(file.path):\(declaration.line): `\(declaration.name)` has too many lines"
                )
            }
        }
    }

    @Test("no line is wider than 100 columns")
    func columns() {
        for file in Repository.sources {
            for (index, line) in file.lines.enumerated() where line.utf8.count > 100 {
                let isAddress = line.contains("://") && line.drop { $0 == " " }.hasPrefix("//")
                let width = line.unicodeScalars.count
                #expect(width <= 100 || isAddress, "\(file.path):\(index + 1) is \(width) wide")
            }
        }
    }

    @Test("every exception still names something that is there")
    func exceptionsAreCurrent() {
        let paths = Repository.sources.map(\.path)
        for path in Self.longFiles.keys {
            #expect(paths.contains(path), "\(path) is gone")
        }
        for name in Self.longFunctions.keys {
            #expect(paths.contains { name.hasPrefix($0 + " ") }, "\(name) is gone")
        }
    }
}
