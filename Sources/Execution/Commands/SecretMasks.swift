import Synchronization

/// Text in which every secret known at the time is replaced by `***`.
///
/// Only `SecretMasks` can make one, so whatever takes a `MaskedText` cannot be given raw text.
package struct MaskedText: Sendable, Hashable, CustomStringConvertible {
    /// The text, fit to be shown.
    package let text: String

    fileprivate init(alreadyMasked text: String) {
        self.text = text
    }

    /// The text, fit to be shown.
    package var description: String { text }

    /// The text cut to a number of UTF-16 units, GitHub's unit of length, between two scalars.
    package func prefix(utf16Length: Int) -> MaskedText {
        guard text.utf16.count > utf16Length else { return self }
        var end = text.utf16.index(text.startIndex, offsetBy: utf16Length)
        if end.samePosition(in: text.unicodeScalars) == nil {
            end = text.utf16.index(before: end)
        }
        return MaskedText(alreadyMasked: String(text[..<end]))
    }
}

/// The values that must not be shown while one job runs, and the only maker of `MaskedText`.
///
/// Shared by all steps of a job, also by those that run at once; a value added by one is masked in
/// everything the others show from then on. Values live as long as the job.
///
/// - Source: `step-execution` rules of GitHub's runner: `SecretMasker`, `Worker`, `AddMask`.
package final class SecretMasks: Sendable {
    private struct State {
        var values: Set<[UInt8]> = []
        var needles: Set<[UInt8]> = []
        var compiled: Compiled?
    }

    /// The needles as they are looked for: within one line, and in text that may hold several.
    private struct Compiled: Sendable {
        let lines: MaskAutomaton
        let texts: MaskAutomaton
    }

    private let state = Mutex(State())

    /// Starts without values.
    package init() {}

    /// Adds a secret: trimmed, whole and each of its lines, with all variants.
    package func addSecret(_ value: String) {
        let trimmed = value.trimmingWhitespace()
        add(trimmed)
        addLines(of: trimmed)
    }

    /// Adds the value of an `add-mask` command: as it is and each of its lines, with all variants.
    package func addMask(_ value: String) {
        add(value)
        addLines(of: value)
    }

    /// Adds a token, also in the form git sends it: base64 of `x-access-token:` and the token.
    package func addToken(_ token: String) {
        let trimmed = token.trimmingWhitespace()
        guard !trimmed.isEmpty else { return }
        addSecret(trimmed)
        add(SecretVariants.base64(Array("x-access-token:\(trimmed)".utf8)))
    }

    /// Whether masking would change the text.
    package func conceals(_ text: String) -> Bool {
        let automaton = compiled().texts
        var text = text
        return text.withUTF8 { !automaton.scan($0).ranges.isEmpty }
    }

    /// Masks a text that may hold several lines, as one.
    package func masked(_ text: String) -> MaskedText {
        let automaton = compiled().texts
        var text = text
        let replaced = text.withUTF8 { bytes -> String? in
            let ranges = automaton.scan(bytes).ranges
            return ranges.isEmpty
                ? nil : String(decoding: MaskedBytes(bytes, ranges).bytes, as: UTF8.self)
        }
        return MaskedText(alreadyMasked: replaced ?? text)
    }

    /// Masks a block of whole lines joined by LF, each line for itself.
    ///
    /// Bytes that are not UTF-8 become U+FFFD before secrets are looked for.
    package func masked(lines: ArraySlice<UInt8>) -> MaskedText {
        lines.withUnsafeBufferPointer { masked(lines: $0) }
    }

    private func masked(lines: UnsafeBufferPointer<UInt8>) -> MaskedText {
        guard let text = String(validating: lines, as: UTF8.self) else {
            return masked(lines: Array(String(decoding: lines, as: UTF8.self).utf8)[...])
        }
        let ranges = compiled().lines.scan(lines).ranges
        guard !ranges.isEmpty else { return MaskedText(alreadyMasked: text) }
        let bytes = MaskedBytes(lines, ranges).bytes
        return MaskedText(alreadyMasked: String(decoding: bytes, as: UTF8.self))
    }

    /// Masks the next piece of a line that is too long to be held whole.
    ///
    /// - Parameters:
    ///   - piece: The bytes that follow the last piece; they end between two characters.
    ///   - carry: What the last piece left; a new line starts with an empty one.
    ///   - isContinued: Whether another piece follows.
    /// - Returns: What can be shown by now: a beginning that may yet become a secret stays behind.
    package func masked(
        piece: ArraySlice<UInt8>,
        carry: inout MaskCarry,
        isContinued: Bool
    ) -> MaskedText {
        let automaton = compiled().lines
        let bytes = carry.bytes + Array(String(decoding: piece, as: UTF8.self).utf8)
        let shown = bytes.withUnsafeBufferPointer { bytes -> [UInt8] in
            let findings = automaton.scan(bytes)
            let end = isContinued ? findings.openStart ?? bytes.count : bytes.count
            var masked = MaskedBytes(bytes, findings.ranges, upTo: end, openMask: carry.maskedCount)
            carry = MaskCarry(bytes: Array(bytes[end...]), maskedCount: masked.openMask)
            return masked.takeBytes()
        }
        return MaskedText(alreadyMasked: String(decoding: shown, as: UTF8.self))
    }

    private func addLines(of value: String) {
        for line in value.split(whereSeparator: \.isNewlineOfSecret) {
            add(String(line).trimmingWhitespace())
        }
    }

    private func add(_ value: String) {
        guard !value.isEmpty else { return }
        let bytes = Array(value.utf8)
        state.withLock { state in
            guard state.values.insert(bytes).inserted else { return }
            let variants = SecretVariants(value).all
            let count = state.needles.count
            state.needles.formUnion(variants)
            if state.needles.count != count {
                state.compiled = nil
            }
        }
    }

    private func compiled() -> Compiled {
        state.withLock { state in
            if let compiled = state.compiled { return compiled }
            let texts = MaskAutomaton(state.needles)
            let withinLines = state.needles.filter { !$0.contains(.lineFeed) }
            let isSame = withinLines.count == state.needles.count
            let lines = isSame ? texts : MaskAutomaton(withinLines)
            let compiled = Compiled(lines: lines, texts: texts)
            state.compiled = compiled
            return compiled
        }
    }
}
