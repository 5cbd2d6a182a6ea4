"""The repositories that are measured, written anew for every run; the same bytes on every machine."""

import subprocess
from pathlib import Path

SETTINGS = [
    *("-c", "user.name=Bench"),
    *("-c", "user.email=bench@localhost"),
    *("-c", "init.defaultBranch=main"),
    *("-c", "gc.auto=0"),
]
MILLION = 1_000_000


def repository(folder: Path, files: dict[str, str]) -> Path:
    """Makes a git repository with one commit of these files."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    for words in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "Start"], ["gc", "-q"]):
        subprocess.run(["git", *SETTINGS, *words], cwd=folder, check=True)
    return folder


def workflow(jobs: str, name: str = "Bench") -> str:
    """A workflow of these jobs, started by a push."""
    return f"name: {name}\non: push\njobs:\n{jobs}"


def job(steps: str, more: str = "", name: str = "work") -> str:
    """A job of these steps."""
    return f"  {name}:\n    runs-on: ubuntu-latest\n{more}    steps:\n{steps}"


def single(folder: Path, jobs: str, files: dict[str, str] | None = None) -> Path:
    """A repository with one workflow, `bench`."""
    return repository(folder, {".github/workflows/bench.yml": workflow(jobs), **(files or {})})


def small(folder: Path) -> Path:
    """Three workflows as a small project has them: lint and test with a matrix, a release, a nightly run."""
    test = job(
        "      - uses: actions/checkout@v4\n"
        "      - run: make test\n        env:\n          LEVEL: ${{ matrix.level }}\n",
        "    needs: lint\n    strategy:\n      matrix:\n        level: [unit, whole]\n",
        "test",
    )
    lint = job("      - uses: actions/checkout@v4\n      - name: Lint\n        run: make lint\n", name="lint")
    release = job("      - uses: actions/checkout@v4\n      - run: make release\n", name="release")
    schedule = "name: Nightly\non:\n  schedule:\n    - cron: '0 3 * * *'\njobs:\n"
    nightly = schedule + test.replace("    needs: lint\n", "")
    files = {"ci": workflow(lint + test, "CI"), "release": workflow(release, "Release"), "nightly": nightly}
    return repository(folder, {f".github/workflows/{name}.yml": text for name, text in files.items()})


def thousand_jobs(folder: Path) -> Path:
    """1,000 jobs of 10 steps each, 2.3 MB: expressions, conditions, environments and needs in all of them."""
    return single(folder, "".join(big_job(index) for index in range(1000)))


def big_job(index: int) -> str:
    more = f"    name: Job {index}\n    timeout-minutes: 30\n    env:\n      INDEX: '{index}'\n"
    if index:
        more += f"    needs: job-{(index - 1) // 2}\n"
    return job("".join(big_step(index, step) for step in range(10)), more, f"job-{index}")


def big_step(index: int, step: int) -> str:
    return (
        f"      - name: Step {step} of ${{{{ github.job }}}} on ${{{{ github.ref_name }}}}\n"
        f"        if: github.event_name == 'push'\n"
        f"        env:\n          TOKEN: ${{{{ secrets.TOKEN }}}}\n"
        f"        run: |\n          echo 'job {index} step {step}'\n"
        f"          make t{step}\n"
    )


def workflows(folder: Path, texts: list[str]) -> Path:
    """A repository of workflows."""
    return repository(folder, {f".github/workflows/w{index:04}.yml": text for index, text in enumerate(texts)})


def texts_of(folder: Path) -> list[str]:
    """The workflows below a folder of somebody's."""
    return [path.read_text() for path in sorted(folder.rglob("*.y*ml")) if path.is_file()]


def ordinary_workflows(count: int) -> list[str]:
    """Workflows as projects have them, 3.5 KB on average, no two alike: comments, filters, permissions, matrices,
    services, conditions, actions with inputs, scripts of several lines, outputs."""
    return [ordinary_workflow(index) for index in range(count)]


def ordinary_workflow(index: int) -> str:
    jobs = "".join(ordinary_job(index, number) for number in range(1 + index % 3))
    return (
        f"# Keeps part {index} of the project in order.\nname: Part {index}\n\non:\n  push:\n    branches: [main, 'release/**']\n"
        f"    paths-ignore:\n      - '**.md'\n  pull_request:\n    types: [opened, synchronize]\n  workflow_dispatch:\n"
        "    inputs:\n      level:\n        description: How much to test\n        type: choice\n        default: unit\n"
        "        options: [unit, whole]\n\npermissions:\n  contents: read\n\nconcurrency:\n"
        "  group: ${{ github.workflow }}-${{ github.ref }}\n  cancel-in-progress: true\n\nenv:\n"
        f"  PART: part-{index}\n  LEVEL: ${{{{ inputs.level || 'unit' }}}}\n\njobs:\n{jobs}"
    )


def ordinary_job(index: int, number: int) -> str:
    more = f"    name: Work {number} (${{{{ matrix.os }}}}, ${{{{ matrix.version }}}})\n    timeout-minutes: {10 + number}\n"
    if number:
        more += f"    needs: [work-{number - 1}]\n    if: needs.work-{number - 1}.result == 'success' && github.event_name != 'schedule'\n"
    more += (
        "    strategy:\n      fail-fast: false\n      matrix:\n        os: [ubuntu-latest, ubuntu-22.04]\n"
        f"        version: ['3.{index % 9}', '3.{index % 9 + 1}']\n        include:\n          - os: ubuntu-24.04\n"
        "            version: '3.13'\n    outputs:\n      digest: ${{ steps.build.outputs.digest }}\n"
    )
    if number % 2:
        more += (
            "    services:\n      db:\n        image: postgres:16\n        env:\n          POSTGRES_PASSWORD: ${{ secrets.DB }}\n"
            "        ports: ['5432:5432']\n        options: >-\n          --health-cmd pg_isready\n          --health-interval 10s\n"
        )
    steps = (
        "      - uses: actions/checkout@v4\n        with:\n          fetch-depth: 0\n          persist-credentials: false\n"
        "      # The version of the leg.\n      - name: Set up\n        uses: actions/setup-python@v5\n        with:\n"
        "          python-version: ${{ matrix.version }}\n          cache: pip\n"
        f"      - name: Build\n        id: build\n        run: |\n          set -euo pipefail\n          make part-{index} \\\n"
        f"            LEVEL=\"$LEVEL\" JOBS=2\n          echo \"digest=$(sha256sum out/{number} | cut -d' ' -f1)\" >> \"$GITHUB_OUTPUT\"\n"
        "        env:\n          TOKEN: ${{ secrets.GITHUB_TOKEN }}\n"
        "      - name: Report\n        if: ${{ always() && steps.build.outcome == 'failure' }}\n        shell: bash\n"
        f"        run: ./report.sh \"part {index}\" \"${{{{ runner.os }}}}\" # never fails\n"
        "      - uses: actions/upload-artifact@v4\n        if: github.ref == 'refs/heads/main'\n        with:\n"
        f"          name: part-{index}-{number}-${{{{ matrix.os }}}}-${{{{ matrix.version }}}}\n          path: |\n            out/\n            !out/tmp\n"
    )
    return job(steps, more, f"work-{number}")


def one_step(folder: Path) -> Path:
    return single(folder, job("      - run: true\n"))


def hundred_steps(folder: Path) -> Path:
    return single(folder, job("      - run: true\n" * 100))


def twenty_legs(folder: Path) -> Path:
    legs = ", ".join(str(leg) for leg in range(1, 21))
    return single(folder, job("      - run: true\n", f"    strategy:\n      matrix:\n        leg: [{legs}]\n"))


def checkout(folder: Path, files: dict[str, str]) -> Path:
    steps = "      - uses: actions/checkout@v4\n      - run: test -f .github/workflows/bench.yml\n"
    return single(folder, job(steps), files)


def twenty_thousand_files() -> dict[str, str]:
    """20,000 files of 0.1 to 8 KB in 400 folders, 80 MB together, no two alike."""
    return {
        f"src/part{number // 50:03}/file{number:05}.txt": f"file {number:05}\n" * (8 + number * 7919 % 660)
        for number in range(20_000)
    }


def redis(folder: Path, image: str) -> Path:
    service = (
        f"    services:\n      redis:\n        image: {image}\n        options: >-\n"
        "          --health-cmd \"redis-cli ping\" --health-interval 10s\n"
        "          --health-timeout 5s --health-retries 5\n"
    )
    return single(folder, job("      - run: true\n", service))


def log_script(megabytes: int) -> str:
    """A script that prints lines of 100 bytes as fast as the pipe takes them."""
    return f"yes '{'x' * 99}' | head -c {megabytes * MILLION}"


def log(folder: Path, megabytes: int) -> Path:
    return single(folder, job(f"      - run: {log_script(megabytes)}\n"))


def client_steps(folder: Path, client: Path, steps: list[dict[str, str]], before: str | None = None) -> Path:
    """A checkout, a script, and steps of the bench's client with these inputs."""
    inputs = [", ".join(f"{key}: {value}" for key, value in step.items()) for step in steps]
    text = "      - uses: actions/checkout@v4\n"
    text += f"      - run: {before}\n" if before else ""
    text += "".join(f"      - uses: ./client\n        with: {{ {one} }}\n" for one in inputs)
    files = {f"client/{path.name}": path.read_text() for path in sorted(client.iterdir())}
    return single(folder, job(text), files)


def plain(folder: Path, count: int) -> Path:
    return single(folder, job("      - uses: actions/checkout@v4\n" + "      - run: true\n" * count))


def composite(folder: Path, count: int) -> Path:
    steps = "    - run: true\n      shell: bash\n" * count
    action = f"name: Steps\ndescription: Many of them.\nruns:\n  using: composite\n  steps:\n{steps}"
    text = "      - uses: actions/checkout@v4\n      - uses: ./steps\n"
    return single(folder, job(text), {"steps/action.yml": action})


def give_remote(folder: Path) -> None:
    """Makes a repository one of the same origin as others, which shares their caches."""
    words = ["git", "remote", "add", "origin", "https://github.com/bench/bench"]
    subprocess.run(words, cwd=folder, check=True)
