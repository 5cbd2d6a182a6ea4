import ContainerEngine
import Testing

@testable import Execution

@Suite("Addresses for networks of jobs")
struct SpareSubnetsTests {
    /// An engine that has given out all its own addresses and some of ours.
    private final class FullEngine {
        var asked: [String?] = []
        let taken: Set<String>

        init(taken: Set<String> = []) {
            self.taken = taken
        }

        func create(_ definition: NetworkDefinition) throws -> String {
            asked.append(definition.subnet)
            guard let subnet = definition.subnet else {
                throw EngineError.noAddresses(detail: "all pools are used up")
            }
            guard !taken.contains(subnet) else {
                throw EngineError.addressesTaken(detail: "the pool overlaps")
            }
            return subnet
        }
    }

    @Test("the engine chooses where it can")
    func engineChooses() async throws {
        let name = try await SpareSubnets(routes: []).make(NetworkDefinition(name: "n")) {
            $0.subnet ?? "its own"
        }
        #expect(name == "its own")
    }

    @Test("an engine without addresses is given a small network that nobody has")
    func fallsBack() async throws {
        let engine = FullEngine(taken: ["10.240.0.64/26"])
        let name = try await SpareSubnets(routes: []).make(
            NetworkDefinition(name: "n"),
            from: 1
        ) { try engine.create($0) }
        #expect(name == "10.240.0.128/26")
        #expect(engine.asked == [nil, "10.240.0.64/26", "10.240.0.128/26"])
    }

    @Test("an engine that takes none of ours is asked a bounded number of times")
    func givesUp() async throws {
        let all = SpareSubnets(routes: []).candidates(from: 0).map(\.description)
        let engine = FullEngine(taken: Set(all))
        await #expect(throws: EngineError.noAddresses(detail: "all pools are used up")) {
            _ = try await SpareSubnets(routes: []).make(NetworkDefinition(name: "n"), from: 0) {
                try engine.create($0)
            }
        }
        #expect(engine.asked.count == 65)
    }

    @Test("what the engine says of the network itself is no reason to try again")
    func otherRefusals() async throws {
        await #expect(throws: EngineError.diskFull(detail: "full")) {
            _ = try await SpareSubnets(routes: []).make(NetworkDefinition(name: "n")) { _ in
                throw EngineError.diskFull(detail: "full")
            }
        }
    }

    @Test("networks that this machine has routes to are left alone, but for the default route")
    func routes() throws {
        let table = """
            Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
            eth0\t00000000\t010011AC\t0003\t0\t0\t0\t00000000\t0\t0\t0
            eth0\t0000F80A\t00000000\t0001\t0\t0\t0\t0000F8FF\t0\t0\t0
            vpn\t0000F00A\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0

            """
        let routes = SpareSubnets.routes(in: table)
        #expect(routes.map(\.description) == ["10.248.0.0/13", "10.240.0.0/16"])
        let found = Array(SpareSubnets(routes: routes).candidates(from: 0))
        #expect(found.first?.description == "10.241.0.0/26")
        #expect(found.allSatisfy { candidate in !routes.contains { $0.overlaps(candidate) } })
    }
}
