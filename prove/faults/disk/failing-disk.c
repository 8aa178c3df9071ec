/*
 * LD_PRELOAD: while the file named by FAILING_DISK holds "<call> <errno>", that call fails on the files of the
 * database (their names are in FAILING_FILES, a part of the path). A disk that can be filled, broken and mended
 * again without being root. Calls: write (pwrite64, pwrite, write, ftruncate) and sync (fsync, fdatasync).
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

static int fault(const char *call, int fd) {
  const char *control = getenv("FAILING_DISK"), *files = getenv("FAILING_FILES");
  char text[64] = {0}, link[64], path[4096] = {0}, wanted[16] = {0};
  int number = 0, in;
  ssize_t got;
  if (control == NULL || files == NULL) return 0;
  in = syscall(SYS_openat, AT_FDCWD, control, O_RDONLY | O_CLOEXEC);
  if (in < 0) return 0;
  got = syscall(SYS_read, in, text, sizeof text - 1);
  syscall(SYS_close, in);
  if (got <= 0 || sscanf(text, "%15s %d", wanted, &number) != 2) return 0;
  if (strcmp(wanted, call) != 0) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  if (readlink(link, path, sizeof path - 1) < 0 || strstr(path, files) == NULL) return 0;
  errno = number;
  return 1;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t at) {
  return fault("write", fd) ? -1 : REAL(pwrite64)(fd, bytes, count, at);
}
ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at) {
  return fault("write", fd) ? -1 : REAL(pwrite)(fd, bytes, count, at);
}
int ftruncate64(int fd, off64_t size) {
  return fault("write", fd) ? -1 : REAL(ftruncate64)(fd, size);
}
int ftruncate(int fd, off_t size) {
  return fault("write", fd) ? -1 : REAL(ftruncate)(fd, size);
}
int fsync(int fd) { return fault("sync", fd) ? -1 : REAL(fsync)(fd); }
int fdatasync(int fd) { return fault("sync", fd) ? -1 : REAL(fdatasync)(fd); }
