/* Copies a database file aside whenever it is flushed, so that a test can play the power cut
   that loses every write since.  Preloaded into the server by the test; FLUSHED_TO is the folder. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void copy_aside(int fd)
{
    char link[64], path[4096], part[4352], target[4352], block[65536];
    const char *folder = getenv("FLUSHED_TO");
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0 || folder == NULL) return;
    path[length] = 0;
    const char *name = strrchr(path, '/');
    if (name == NULL || strstr(name, ".db") == NULL) return;
    snprintf(target, sizeof target, "%s%s", folder, name);
    snprintf(part, sizeof part, "%s%s.part", folder, name);
    int out = open(part, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (out < 0) return;
    off_t at = 0;
    ssize_t got;
    while ((got = pread(fd, block, sizeof block, at)) > 0) {
        if (write(out, block, got) != got) break;
        at += got;
    }
    close(out);
    rename(part, target);
}

int fdatasync(int fd)
{
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    int result = real(fd);
    if (result == 0) copy_aside(fd);
    return result;
}

int fsync(int fd)
{
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    int result = real(fd);
    if (result == 0) copy_aside(fd);
    return result;
}
