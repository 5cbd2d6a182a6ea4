import Testing

@testable import Execution

@Suite("Lines and columns of annotations")
struct AnnotationPlaceTests {
    @Test(
        "places are put right in GitHub's order",
        arguments: [
            ("", [nil, nil, nil, nil]),
            ("line=1", [1, nil, nil, nil]),
            ("line=1,endLine=2", [1, 2, nil, nil]),
            ("endLine=2", [2, 2, nil, nil]),
            ("line=1,col=3", [1, nil, 3, nil]),
            ("line=1,col=3,endColumn=4", [1, nil, 3, 4]),
            ("line=1,endColumn=4", [1, nil, 4, 4]),
            ("col=3,endColumn=4", [nil, nil, nil, nil]),
            ("line=1,endLine=1,col=3,endColumn=4", [1, 1, 3, 4]),
            ("line=1,endLine=2,col=3,endColumn=4", [1, 2, nil, nil]),
            ("line=1,endLine=01,col=3", [1, 1, nil, nil]),
            ("endLine=2,col=3", [2, 2, 3, nil]),
            ("line=2,endLine=1", [nil, nil, nil, nil]),
            ("line=1,col=4,endColumn=3", [1, nil, nil, nil]),
            ("line=x,col=3", [nil, nil, nil, nil]),
            ("line= 7 ,col=+3", [7, nil, 3, nil]),
            ("line=-1", [-1, nil, nil, nil]),
            ("line=99999999999", [nil, nil, nil, nil]),
        ] as [(String, [Int?])]
    )
    func places(properties: String, expected: [Int?]) throws {
        let line = "::error \(properties)::m"
        let command = try #require(WorkflowCommand.parse(line, names: CommandProcessor.names))
        let place = AnnotationPlace(command)
        #expect([place.line, place.endLine, place.column, place.endColumn] == expected)
    }
}
