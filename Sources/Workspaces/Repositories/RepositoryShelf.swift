#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What the cache holds of one address.
///
/// Shape: `<root>/<address>/commits/<commit>/files`, `…/commits/<commit>/dropped-links`,
/// `…/refs/<ref>` with the commit that a ref last named, `…/building/` for what is being fetched,
/// `…/lock`, and `…/use`, which every run that needs something of it has locked. Addresses and refs
/// are percent-encoded, so that no two share a place.
struct RepositoryShelf: Sendable {
    /// The folder of this address, absolute.
    let folder: String

    /// The shelf of an address below the store's root; nil for an address too long for a name.
    init?(root: String, url: String) {
        let name = Self.encoded(url)
        guard name.utf8.count <= 250 else { return nil }
        folder = "\(root)/\(name)"
    }

    /// The file that whoever fetches holds locked.
    var lock: String { folder + "/lock" }

    /// Where commits are made.
    var building: ScratchFolder { ScratchFolder(root: folder + "/building") }

    /// A complete commit's folder.
    func place(of commit: String) -> String { "\(folder)/commits/\(commit)" }

    /// Whether a commit is here, complete.
    func has(_ commit: String) -> Bool { Self.isComplete(place(of: commit)) }

    /// Whether a folder that was made beside its place is complete.
    static func isComplete(_ place: String) -> Bool { access(place + "/files", R_OK | X_OK) == 0 }

    /// The folder of a working tree with its history.
    func place(ofCheckout name: String) -> String { "\(folder)/checkouts/\(Self.encoded(name))" }

    /// The links that were left out of a commit.
    func droppedLinks(of commit: String) -> [String] {
        let bytes = SmallFile.read(place(of: commit) + "/dropped-links") ?? []
        return bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The commit that a ref named when it was last asked for.
    func lastCommit(of ref: String) -> String? {
        note(ref).flatMap { RemoteRefs.isCommit($0) ? $0 : nil }
    }

    /// What was noted last under a name.
    func note(_ name: String) -> String? {
        place(ofNote: name).flatMap { SmallFile.read($0) }.map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    /// Notes something under a name, such as the commit that a ref names now; a note that cannot be
    /// kept is no loss for this run.
    func note(_ text: String, under name: String) {
        guard let place = place(ofNote: name), note(name) != text else { return }
        // Another process may note the same at this moment.
        let draft = "\(place).\(ProcessIdentity.current.process)"
        do {
            try SmallFile.makeFolder(folder + "/refs")
            try SmallFile.write(Array(text.utf8), to: draft)
        } catch { return }
        if rename(draft, place) != 0 { unlink(draft) }
    }

    private func place(ofNote ref: String) -> String? {
        let name = Self.encoded(ref)
        return name.utf8.count <= 200 ? "\(folder)/refs/\(name)" : nil
    }

    /// The text that `encoded` made a name of.
    static func decoded(_ name: String) -> String {
        var bytes: [UInt8] = []
        var rest = Array(name.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A text as a file's name: all but letters, digits, `-`, `_` and inner dots become `%XX`.
    private static func encoded(_ text: String) -> String {
        var name = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                name.unicodeScalars.append(Unicode.Scalar(byte))
            case UInt8(ascii: ".") where !name.isEmpty:
                name += "."
            default:
                name += (byte < 16 ? "%0" : "%") + String(byte, radix: 16)
            }
        }
        return name
    }
}
