import ContainerEngine
import Testing

@testable import Execution

@Suite("Listening ports")
struct ListeningPortsTests {
    private static let tables = """
          sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid
           0: 00000000:18EB 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0
           1: 0100007F:1538 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0
           2: 020011AC:1F90 030011AC:C000 01 00000000:00000000 00:00000000 00000000     0
           0: 00000000000000000000000001000000:0050 00000000000000000000000000000000:0000 0A 0
           1: 0000000000000000FFFF00000100007F:0051 00000000000000000000000000000000:0000 0A 0
           2: 00000000000000000000000000000000:0052 00000000000000000000000000000000:0000 0A 0
        nonsense
        """

    @Test("sockets count that listen at an address of the network")
    func numbers() {
        #expect(ListeningPorts(Self.tables)?.numbers == [6379, 82])
        #expect(ListeningPorts("cat: not found") == nil)
    }

    @Test("of ports that a workflow names all are served, of an image's one is enough")
    func served() {
        func ports(_ numbers: [Int], _ kind: String = "tcp") -> [ContainerPort] {
            numbers.map { ContainerPort($0, kind) }
        }
        let listening = ListeningPorts(Self.tables)
        #expect(ServicePorts(ports([6379, 82])).areServed(by: listening))
        #expect(!ServicePorts(ports([6379, 5432])).areServed(by: listening))
        #expect(ServicePorts(exposed: ports([6379, 5432])).areServed(by: listening))
        #expect(!ServicePorts(exposed: ports([5432])).areServed(by: listening))
        #expect(ServicePorts(ports([53], "udp")).isEmpty)
        #expect(ServicePorts(ports([5432])).areServed(by: nil), "an image without `cat`")
    }
}
