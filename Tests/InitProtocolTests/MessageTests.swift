import InitProtocol
import Testing

@Suite("Messages")
struct MessageTests {
    static let process: ProcessRequest = {
        var request = shared
        request.separatesErrors = true
        return request
    }()

    private static let shared = ProcessRequest(
        arguments: ["bash", "-c", "", "ü"],
        environment: ["A": "1", "EMPTY": "", "PATH": "/bin"],
        workingDirectory: "/work",
        user: "node:users",
        placedFiles: [
            PlacedFile(path: "/s", contents: [0x0A, 0], FileAttributes(mode: 0o600, owner: "1")),
            PlacedFile(path: "/env", .file, isTemporary: true),
        ],
        collectedFiles: [FileCollection(path: "/env", limit: .max)],
        drain: DrainLimits(quiet: .milliseconds(1), longest: .seconds(3600))
    )

    static let requests: [InitRequest] = [
        .hello(version: 3), .ping, .run(process), .takeOver(process),
        .run(ProcessRequest(arguments: [], workingDirectory: "")),
        .stop(.github), .stop(.immediate),
        .stop(KillLadder(rungs: [.init(signal: 1, patience: .zero)], scope: .tree)),
        .terminate(TerminateRequest(marker: "A=b", patience: .seconds(2))),
        .file(
            .write(path: "/f", contents: [0, 1, 255], FileAttributes(mode: 0o7777, owner: "me"))
        ),
        .file(.read(path: "/f", offset: .max, limit: .max)),
        .file(.makeDirectory(path: "/d", .directory)), .file(.remove(path: "")),
        .file(.install(from: "/a", to: "/b")),
        .file(.changeOwner(path: "/a", owner: "1:2", recursive: true)),
        .file(.list(path: "/")), .file(.status(path: "/", followsLinks: false)),
        .hashFiles(
            HashFilesRequest(
                root: "/w",
                patterns: "a\n!b",
                followsSymbolicLinks: true,
                homeDirectory: "/h"
            )
        ),
        .unpack(UnpackRequest(destination: "/d", owner: "x", byteLimit: 1, entryLimit: 2)),
        .pack(path: "/d"), .find(programs: ["a", "b"], path: "/bin:"), .lookUp(user: "root"),
        .forward(ForwardRequest(listener: .tcp(80), target: .host)),
        .forward(ForwardRequest(listener: .udp(53), target: .address("::1", port: 5353))),
        .forward(ForwardRequest(listener: .tcp(0), target: .unix(path: "/s"))),
        .forward(ForwardRequest(listener: .unix(path: "/s", mode: 0o600), target: .host)),
        .stopForwarding, .move(path: "/s", key: "k"), .stream(.data([1, 2])),
        .stream(.credit(.max)), .stream(.finish),
        .stream(.reset),
    ]

    static let replies: [InitReply] = [
        .hello(
            InitFacts(
                processID: 1,
                userID: 2,
                groupID: 3,
                environment: ["A": "b"],
                workingDirectory: "/",
                machine: "x86_64"
            )
        ),
        .pong,
        .exited(
            ProcessExit(
                status: .exited(255),
                wallTime: .nanoseconds(1),
                cpuTime: .seconds(100_000),
                peakMemory: .max,
                wasKilled: true,
                leftOutputOpen: true,
                files: [
                    CollectedFile(path: "/a", content: .missing),
                    CollectedFile(path: "/b", content: .bytes([1, 2, 3])),
                    CollectedFile(path: "/c", content: .tooLarge(5)),
                    CollectedFile(path: "/d", content: .unreadable("why")),
                ]
            )
        ),
        .exited(ProcessExit(status: .signaled(9))), .done,
        .contents(FileContents(bytes: [1, 2], size: 9)),
        .entries([
            FileEntry(
                name: "n",
                kind: .symbolicLink,
                mode: 0o777,
                size: 1,
                userID: 2,
                groupID: 3,
                modified: -4
            )
        ]),
        .entry(nil), .text(""), .programs(["sh": "/bin/sh"]),
        .terminated([TerminatedProcess(processID: 5, name: "sleep")]),
        .user(
            UserIdentity(
                name: "n",
                userID: 1,
                groupID: 2,
                supplementaryGroups: [3, 4],
                homeDirectory: "/h"
            )
        ),
        .listening(port: 65535), .opened(listener: 4), .stream(.data([])), .stream(.reset),
    ]

    static let failures: [InitFailure] = {
        let error = SystemError(code: 2, text: "No such file or directory")
        return [
            .programNotFound("p", path: "/bin"), .cannotExecute("p", error),
            .interpreterMissing(program: "p", interpreter: "i"), .workingDirectory("/d", error),
            .unknownUser("u"), .cannotSwitchUser("u", error), .file("read", path: "/f", error),
            .tooLarge(path: "/f", size: 2, limit: 1), .archive("a"), .hashFiles("h"),
            .forward("127.0.0.1:1", error), .refused("r"), .badMessage("b"), .workerDied("w"),
        ]
    }()

    @Test("every request comes out as it went in", arguments: requests.indices)
    func request(index: Int) throws {
        let request = MessageTests.requests[index]
        #expect(try InitRequest(request.frame(id: 5)) == request)
    }

    @Test("every reply comes out as it went in", arguments: replies.indices)
    func reply(index: Int) throws {
        let reply = MessageTests.replies[index]
        #expect(try InitReply(reply.frame(id: 5)) == reply)
    }

    @Test("every failure comes out as it went in and says something", arguments: failures.indices)
    func failure(index: Int) throws {
        let failure = MessageTests.failures[index]
        #expect(try InitReply(InitReply.failed(failure).frame(id: 5)) == .failed(failure))
        #expect(!failure.description.isEmpty && !failure.description.hasSuffix("."))
    }

    @Test("a message cut anywhere is refused and never traps")
    func truncated() {
        let frames =
            MessageTests.requests.map { $0.frame(id: 1) }
            + MessageTests.replies.map { $0.frame(id: 1) }
        for frame in frames
        where ![StreamSignal.dataTag, StreamSignal.errorsTag].contains(frame.tag) {
            for count in 0..<frame.payload.count {
                let cut = Frame(tag: frame.tag, id: 1, payload: frame.payload.prefix(count))
                #expect(throws: WireError.self) {
                    if frame.tag < 0x80 { _ = try InitRequest(cut) } else { _ = try InitReply(cut) }
                }
            }
        }
    }

    @Test("mutated messages never trap", arguments: 0..<20)
    func mutated(seed: Int) {
        var state = UInt64(seed) &+ 12345
        func next() -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33)
        }
        for request in MessageTests.requests {
            for reply in [false, true] {
                var frame = request.frame(id: 1)
                guard !frame.payload.isEmpty else { continue }
                for _ in 0..<4 {
                    frame.payload[frame.payload.startIndex + next() % frame.payload.count] =
                        UInt8(truncatingIfNeeded: next())
                }
                if reply {
                    frame.tag |= 0x80
                    _ = try? InitReply(frame)
                } else {
                    _ = try? InitRequest(frame)
                }
            }
        }
    }

    @Test("an answer too large for a frame becomes a failure")
    func tooLarge() throws {
        let text = String(repeating: "x", count: Frame.payloadLimit)
        #expect(
            try InitReply(InitReply.text(text).frame(id: 1))
                == .failed(.refused("the answer is too large to send"))
        )
    }
}
