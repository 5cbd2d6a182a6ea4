import Foundation

/// What tests of Docker inside a job need.
extension ProgramFixture {
    /// Writes `base.sh`, which makes the image `base:1` in a job's own engine.
    ///
    /// There is no registry to pull from: the image is a shell and a few programs of the runner
    /// image with what they need. Beside it a `Dockerfile` of an image that prints its host's name.
    func writeBaseImage() throws {
        try write(
            "base.sh",
            #"""
            mkdir root; cd root
            for file in /bin/sh /bin/cat /bin/nc.openbsd; do
              for part in $file $(ldd $file | grep -o '/[^ ]*'); do
                mkdir -p .$(dirname $part); cp -L $part .$part
              done
            done
            tar -c . | docker import - base:1
            cd ..

            """#
        )
        try write("Dockerfile", "FROM base:1\nCMD [\"/bin/cat\", \"/etc/hostname\"]\n")
    }

    /// Removes the volumes in which jobs' own engines have kept layers for later runs.
    func removeDockerLayers() async throws {
        let folder = "\(cache)/actlocal/docker"
        guard FileManager.default.fileExists(atPath: folder) else {
            return
        }
        let found = try await execute(
            "docker",
            ["volume", "ls", "-q", "--filter", "label=actlocal.folder=\(folder)"]
        )
        let volumes = found.split(separator: "\n").map(String.init)
        if !volumes.isEmpty {
            try await execute("docker", ["volume", "rm"] + volumes)
        }
    }
}
