/* Runs one command and reports what it cost, as one line in a file:
 *
 *     seconds user-seconds system-seconds peak-KiB exit-status
 *
 * A program of its own, because a child starts with the peak memory of the process it was forked from: under an
 * interpreter every small program would seem to need the interpreter's memory. The peak is that of the command or of
 * the largest process it waited for. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static double seconds(struct timeval time) {
    return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

static int exit_status(int status) {
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int main(int count, char **arguments) {
    if (count < 3) {
        fputs("usage: clock REPORT COMMAND [ARGUMENT]...\n", stderr);
        return 64;
    }
    double start = now();
    pid_t child = fork();
    if (child < 0) {
        perror("clock: fork");
        return 71;
    }
    if (child == 0) {
        execvp(arguments[2], arguments + 2);
        perror(arguments[2]);
        _exit(127);
    }
    int status;
    struct rusage usage;
    while (wait4(child, &status, 0, &usage) < 0) {
        if (errno != EINTR) {
            perror("clock: wait4");
            return 71;
        }
    }
    double wall = now() - start;
    FILE *report = fopen(arguments[1], "w");
    if (report == NULL) {
        perror(arguments[1]);
        return 73;
    }
    fprintf(report, "%.6f %.6f %.6f %ld %d\n", wall, seconds(usage.ru_utime), seconds(usage.ru_stime), usage.ru_maxrss,
            exit_status(status));
    return fclose(report) == 0 ? 0 : 74;
}
