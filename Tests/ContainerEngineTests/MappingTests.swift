import ContainerEngine
import Testing

@Suite("port and volume mappings")
struct MappingTests {
    @Test(
        "ports are mapped as `--publish` maps them",
        arguments: [
            ("80", ["*:*->80/tcp"]),
            ("8080:80", ["*:8080...8080->80/tcp"]),
            ("8080:80/udp", ["*:8080...8080->80/udp"]),
            ("127.0.0.1:8080:80", ["127.0.0.1:8080...8080->80/tcp"]),
            ("127.0.0.1::80", ["127.0.0.1:*->80/tcp"]),
            ("[::1]:8080:80", ["::1:8080...8080->80/tcp"]),
            ("80-81:90-91", ["*:80...80->90/tcp", "*:81...81->91/tcp"]),
            ("90-91", ["*:*->90/tcp", "*:*->91/tcp"]),
            ("8000-8010:80", ["*:8000...8010->80/tcp"]),
        ]
    )
    func ports(text: String, expected: [String]) throws {
        let shown = try PortMapping.parse(text).map { mapping in
            let address = mapping.hostAddress ?? "*"
            let host = mapping.hostPorts.map { "\($0)" } ?? "*"
            return "\(address):\(host)->\(mapping.container)"
        }
        #expect(shown == expected)
    }

    @Test(
        "what is no port mapping is refused",
        arguments: [
            "", "x", "0", "65536", "80:", "1:2:3", "::1:80:80", "80/icmp", "80-79", "80-82:1-2",
            "1.2.3:80:80", "80/tcp/udp", "[::1:80", "-80", "8080:+80",
        ]
    )
    func refusedPorts(text: String) {
        #expect(throws: MappingError.self) { try PortMapping.parse(text) }
    }

    @Test("volumes are mapped as `--volume` maps them")
    func volumes() throws {
        let path = try VolumeMapping.parse("/src:/dst:ro,z")
        #expect(path.source == .path("/src"))
        #expect(path.target == "/dst")
        #expect(path.isReadOnly)
        #expect(path.options == ["z"])
        #expect(try VolumeMapping.parse("data:/dst").source == .volume("data"))
        #expect(try VolumeMapping.parse("/dst").source == .anonymous)
        #expect(try VolumeMapping.parse("./x:/dst").source == .path("./x"))
    }

    @Test(
        "what is no volume mapping is refused",
        arguments: [
            "", ":/x", "a:", "data:rel", "data:/x:huge", "a:/b:ro:z", "da ta:/x", "data:/x:z",
            "/a:/",
        ]
    )
    func refusedVolumes(text: String) {
        #expect(throws: MappingError.self) { try VolumeMapping.parse(text) }
    }

    @Test(
        "durations are read as Go reads them",
        arguments: [
            ("10s", 10_000), ("1m30s", 90_000), ("1.5h", 5_400_000), ("250ms", 250), ("0", 0),
            ("-2s", -2000), (".5s", 500), ("1h2m3s", 3_723_000), ("2000us", 2), ("3000000ns", 3),
        ]
    )
    func durations(text: String, milliseconds: Int) {
        #expect(Duration(goText: text) == .milliseconds(milliseconds))
    }

    @Test(
        "what is no duration is refused",
        arguments: ["", "10", "s", "1d", "1s2", ".s", "1 s", "1..5s", "99999999999h"]
    )
    func refusedDurations(text: String) {
        #expect(Duration(goText: text) == nil)
    }

    @Test(
        "sizes are read as the docker command reads them",
        arguments: [
            ("1024", 1024), ("1k", 1024), ("2KB", 2048), ("512m", 536_870_912),
            ("1.5g", 1_610_612_736), ("64KiB", 65_536), ("3 b", 3), ("1t", 1_099_511_627_776),
        ] as [(String, Int64)]
    )
    func sizes(text: String, bytes: Int64) {
        #expect(ByteSize.parse(text) == bytes)
    }

    @Test("what is no size is refused", arguments: ["", "m", "1x", "1kk", "-1", "1mbb", "1e3"])
    func refusedSizes(text: String) {
        #expect(ByteSize.parse(text) == nil)
    }
}
