import Testing

@testable import Execution

@Suite("From bytes to masked items")
struct LogPipelineTests {
    private func lines(_ texts: String...) -> [Shown] {
        texts.map(Shown.line)
    }

    @Test("every stream gives the same items however it is cut")
    func anyCut() {
        let secret = "hunter2-hunter2"
        let stream = """
            plain
            std::vector<int> x::y ::
            a \(secret) b\r
            ::group::Build \(secret)
            ::set-output name=key::\(secret)
            ::add-mask::later
            later, then \(secret)\(secret)later
            ##[section]not a command
            ::warning file=a.c,line=3::look at \(secret)
            ::endgroup::

            ##[start-action display=x]
            \(String(repeating: "y", count: 70_000))\(secret)\(String(repeating: "z", count: 9))
            no end later
            """
        let whole = Shown.all(run([Array(stream.utf8)[...]], masks: masks(secret)))
        for chunks in StreamCuts.all(Array(stream.utf8)) {
            #expect(Shown.all(run(chunks, masks: masks(secret))) == whole)
        }
        #expect(whole.prefix(3) == lines("plain", "std::vector<int> x::y ::", "a *** b")[...])
        #expect(whole.contains(.line("***, then ***")))
        #expect(whole.contains(.line(#"##[\start-action display=x]"#)))
        #expect(whole.contains(.item(.effect(.setOutput(name: "key", value: secret)))))
        let long = String(repeating: "y", count: 70_000) + "***" + String(repeating: "z", count: 9)
        #expect(whole.contains(.line(long)))
        #expect(whole.last == .line("no end ***"))
    }

    @Test(
        "a secret cut anywhere never shows",
        arguments: ["s3cr3t", "a-secret-longer-than-the-table"]
    )
    func everyCut(secret: String) {
        let bytes = Array("before \(secret) after\n\(secret)\nend \(secret)".utf8)
        for cut in 0...bytes.count {
            let items = run([bytes[..<cut], bytes[cut...]], masks: masks(secret))
            #expect(Shown.all(items) == lines("before *** after", "***", "end ***"))
        }
    }

    @Test(
        "a secret across the cut of a long line never shows, wherever it lies",
        arguments: ["abcabd", "x", "a-secret-longer-than-the-table-aa"]
    )
    func longLineCuts(secret: String) {
        for offset in 0...(secret.utf8.count + 2) {
            let before = String(repeating: "-", count: 64 - offset)
            let bytes = Array("\(before)\(secret)abca\(secret)\(secret)ab\n".utf8)
            for chunks in StreamCuts.all(bytes, seeds: 1...2) {
                var pipeline = LogPipeline(
                    processor: CommandProcessor(masks: masks(secret)),
                    splitter: LineSplitter(limit: 64)
                )
                let items = chunks.flatMap { pipeline.consume($0) } + pipeline.finish()
                #expect(Shown.all(items) == lines("\(before)***abca***ab"))
            }
        }
    }

    @Test("two outputs have lines of their own, however they are cut")
    func outputsApart() {
        let output = Array("one ::warning::x\nbegun, hunter2".utf8)
        let errors = Array("::add-mask::hunter2\n::notice::seen\nlast".utf8)
        for chunks in StreamCuts.all(output) {
            for others in StreamCuts.all(errors) {
                var pipeline = LogPipeline(masks: SecretMasks())
                var items: [LogItem] = []
                for index in 0..<max(chunks.count, others.count) {
                    if index < chunks.count { items += pipeline.consume(chunks[index]) }
                    guard index < others.count else { continue }
                    items += pipeline.consume(others[index], from: .errors)
                }
                for stream in LogStream.allCases { items += pipeline.finish(stream) }
                let shown = Shown.all(items)
                #expect(shown.contains(.line("one ::warning::x")))
                #expect(shown.suffix(2) == lines("begun, ***", "last")[...])
                #expect(shown.count == 4)
            }
        }
    }

    @Test("random long lines are masked in pieces as they are masked whole", arguments: 1...60)
    func randomPieces(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let secrets = (0..<3).map { _ in word(2...20, &generator) }
        let text = word(100...400, &generator)
        let masks = SecretMasks()
        secrets.forEach(masks.addMask)
        for chunks in StreamCuts.all(Array(text.utf8), seeds: 1...3) {
            var pipeline = LogPipeline(
                processor: CommandProcessor(masks: masks),
                splitter: LineSplitter(limit: 16)
            )
            let items = chunks.flatMap { pipeline.consume($0) } + pipeline.finish()
            #expect(Shown.all(items) == [.line(masks.masked(text).text)])
        }
    }

    private func word(_ count: ClosedRange<Int>, _ generator: inout SeededGenerator) -> String {
        String(
            (0..<Int.random(in: count, using: &generator)).map { _ in
                "aab".randomElement(using: &generator) ?? "a"
            }
        )
    }

    @Test("a command longer than a line may be is still one command")
    func longCommand() {
        let value = String(repeating: "v", count: 1500)
        let bytes = Array("::add-mask::\(value)\nx\(value)y\n".utf8)
        for chunks in StreamCuts.all(bytes, seeds: 1...2) {
            let masks = SecretMasks()
            var pipeline = LogPipeline(
                processor: CommandProcessor(masks: masks),
                splitter: LineSplitter(limit: 100)
            )
            let items = chunks.flatMap { pipeline.consume($0) } + pipeline.finish()
            #expect(Shown.all(items) == lines("x***y"))
        }
    }

    @Test("a command too long to be held fails the step and shows nothing")
    func endlessCommand() {
        var pipeline = LogPipeline(
            processor: CommandProcessor(masks: SecretMasks()),
            splitter: LineSplitter(limit: 100),
            longestCommand: 10_000
        )
        var items = pipeline.consume(Array("::add-mask::".utf8)[...])
        let chunk = [UInt8](repeating: 0x61, count: 1000)[...]
        for _ in 0..<12 {
            items += pipeline.consume(chunk)
        }
        items += pipeline.consume(Array("\nnext\n".utf8)[...]) + pipeline.finish()
        let shown = Shown.all(items)
        #expect(shown.count == 4)
        #expect(shown[2] == .item(.effect(.failStep)))
        #expect(shown.last == .line("next"))
    }

    @Test("bytes that are not UTF-8 become U+FFFD, also around the cut of a long line")
    func binary() {
        var generator = SeededGenerator(seed: 7)
        let bytes = (0..<5000).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let whole = Shown.all(run([bytes[...]]))
        for chunks in StreamCuts.all(bytes) {
            #expect(Shown.all(run(chunks)) == whole)
        }
        var text = String(decoding: bytes, as: UTF8.self)
        if text.hasSuffix("\n") { text.removeLast() }
        let shown = whole.map { shown in
            if case .line(let line) = shown { line } else { "?" }
        }
        #expect(shown.joined(separator: "\n") == text.replacingLineEndings())
    }

    @Test("plain lines that arrive together are one block")
    func blocks() {
        let text = String(repeating: "a line of output: 12:00\n", count: 5000)
        let items = run([Array(text.utf8)[...]])
        #expect(items.count == 1)
    }

    @Test("an empty line is shown and an empty stream is not")
    func empty() {
        #expect(Shown.all(run([Array("\n\n".utf8)[...]])) == lines("", ""))
        #expect(run([]).isEmpty)
        #expect(run([[]]).isEmpty)
    }

    @Test("only lines that are commands are taken out of their block")
    func candidates() {
        let text = """
            a::b ::c
            \u{3000}::notice::n
            x
              ::debug::d
            \u{3000}x::debug::d
            y ##[group]g
            ::nothing::
            """
        let shown = Shown.all(run([Array(text.utf8)[...]]))
        #expect(shown.count == 6)
        #expect(shown[0] == .line("a::b ::c"))
        #expect(shown[2...3] == [.line("x"), .line("\u{3000}x::debug::d")])
        #expect(shown[5] == .line("::nothing::"))
    }

    @Test("the throughput is printed, never judged")
    func throughput() {
        let masks = masks("hunter2-hunter2", "another-secret", "0123456789abcdef")
        let line = "2026-08-01T12:00:00Z INFO compiling module engine::core (42 of 317) in 0.31s\n"
        let block = Array(String(repeating: line, count: 1000).utf8)
        var pipeline = LogPipeline(masks: masks)
        let elapsed = ContinuousClock().measure {
            for _ in 0..<4 {
                _ = pipeline.consume(block[...])
            }
        }
        let megabytes = Double(block.count * 4) / 1e6
        print("log pipeline: \(megabytes) MB in \(elapsed)")
        #expect(pipeline.finish().isEmpty)
    }
}

extension String {
    /// The text with CRLF as LF, compared scalar by scalar.
    fileprivate func replacingLineEndings() -> String {
        var endings = LineEndings(loneCarriageReturn: .stays)
        let bytes = endings.normalise(Array(utf8)[...]) + endings.finish()
        return String(decoding: bytes, as: UTF8.self)
    }
}
