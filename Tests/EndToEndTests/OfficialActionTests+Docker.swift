extension OfficialActionTests {
    /// Images that are built, pushed and pulled in a job's own engine.
    static let docker: [OfficialActionUse] =
        [("v2.9.1", "v2"), ("v3.0.0", "v4.1.1"), ("v3", "v5"), ("v3", "v6"), ("v4", "v7")].map {
            setup,
            build in
            OfficialActionUse(
                action: "docker/setup-buildx-action@\(setup), docker/build-push-action@\(build)",
                steps: base + """
                    - uses: docker/setup-buildx-action@\(setup)
                      with: { driver: docker }
                    - uses: docker/build-push-action@\(build)
                      env: { DOCKER_BUILD_SUMMARY: false, DOCKER_BUILD_RECORD_UPLOAD: false }
                      with: { context: ., load: true, tags: "app:1" }
                    - run: echo "ran=$(docker run --rm --hostname inside app:1)"
                    """,
                buildsImage: true,
                expected: ["ran": "inside"]
            )
        }
        + [
            ("v2", "v4", "v4.1.1"), ("v3.1.0", "v4", "v4.1.1"), ("v3", "v4", "v5"),
            ("v4", "v6", "v7"),
        ].map {
            login,
            metadata,
            build in
            OfficialActionUse(
                action: "docker/login-action@\(login), docker/metadata-action@\(metadata), "
                    + "docker/build-push-action@\(build)",
                steps: base + """
                    - uses: docker/login-action@\(login)
                      with:
                        registry: ghcr.io
                        username: ${{ github.actor }}
                        password: ${{ secrets.GITHUB_TOKEN }}
                    - uses: docker/metadata-action@\(metadata)
                      id: meta
                      with:
                        images: ghcr.io/${{ github.repository }}
                        tags: |
                          type=ref,event=branch
                          type=semver,pattern={{version}}
                          type=sha,prefix={{branch}}-,format=long
                    - uses: docker/build-push-action@\(build)
                      env: { DOCKER_BUILD_SUMMARY: false, DOCKER_BUILD_RECORD_UPLOAD: false }
                      with:
                        context: .
                        push: true
                        tags: ${{ steps.meta.outputs.tags }}
                        labels: ${{ steps.meta.outputs.labels }}
                    - run: |
                        image=ghcr.io/$GITHUB_REPOSITORY:main-$GITHUB_SHA
                        docker pull -q $image
                        docker inspect $image --format \
                          'label={{index .Config.Labels "org.opencontainers.image.version"}}'
                    """,
                buildsImage: true,
                configuration: "registries: { ghcr.io: local }",
                expected: ["label": "main"]
            )
        }

    /// The first steps of a job that builds an image: see `ProgramFixture.writeBaseImage`.
    private static let base = """
        - uses: actions/checkout@v4
        - run: . ./base.sh

        """
}
