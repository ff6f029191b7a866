/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Preloaded into a program, kills or stops it at one of its commits, so that a test
 * can aim at any of them and can't miss: what is counted is what SQLite does to the
 * log of a ledger, not calls of the system, whose number depends on the rows.
 *
 * STRIKE_FILE    the path of the log
 * STRIKE_COMMIT  at which commit of this program, from 1; 0 for none
 * STRIKE_EARLY   1: before the commit's last page is written, so that it isn't
 *                there; else when it is written and to be synced, so that it is
 * STRIKE_SIGNAL  what to send; nothing to count only
 * STRIKE_TRACE   where a line is added for each commit, and one for the strike
 *
 * The format of the log is SQLite's documented one: a page follows a header of 24
 * bytes, whose bytes 4 to 7 aren't all zero where it ends a commit
 * (https://sqlite.org/fileformat2.html#the_write_ahead_log).
 */

#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#define FRAME_HEADER 24
#define SMALLEST_PAGE 512

/* A ledger has one thread that writes. */
static int commits;
static int ends_commit; /* the page that comes next does */
static int is_whole;    /* all pages of a commit are written, not synced yet */

static int
is_log (int fd)
{
  const char *wanted = getenv ("STRIKE_FILE");
  char link[64];
  char path[PATH_MAX];
  ssize_t length;

  if (wanted == NULL)
    return 0;

  snprintf (link, sizeof link, "/proc/self/fd/%d", fd);
  length = readlink (link, path, sizeof path - 1);
  if (length < 0)
    return 0;

  path[length] = '\0';

  return strcmp (path, wanted) == 0;
}

static int
number_of (const char *name)
{
  const char *value = getenv (name);

  return value != NULL ? atoi (value) : 0;
}

static void
tell (const char *what,
      int         number)
{
  const char *path = getenv ("STRIKE_TRACE");
  char line[64];
  int length = snprintf (line, sizeof line, "%s %d\n", what, number);
  int fd;

  if (path == NULL)
    return;

  fd = open (path, O_WRONLY | O_APPEND | O_CLOEXEC);
  if (fd < 0 || write (fd, line, (size_t) length) != length)
    abort ();
  close (fd);
}

static void
strike_at (int number,
           int early)
{
  int signal_number = number_of ("STRIKE_SIGNAL");

  if (number != number_of ("STRIKE_COMMIT") || early != number_of ("STRIKE_EARLY") || signal_number == 0)
    return;

  tell ("struck", number);
  raise (signal_number);
}

static void
before_write (int         fd,
              const void *bytes,
              size_t      count)
{
  static const unsigned char none[4];

  if (!is_log (fd))
    return;

  if (count == FRAME_HEADER)
    {
      ends_commit = memcmp ((const unsigned char *) bytes + 4, none, sizeof none) != 0;
    }
  else if (count >= SMALLEST_PAGE && ends_commit)
    {
      strike_at (commits + 1, 1);
      ends_commit = 0;
      is_whole = 1;
    }
}

static void
before_sync (int fd)
{
  if (!is_log (fd))
    return;

  if (is_whole)
    {
      is_whole = 0;
      commits++;
      tell ("commit", commits);
      strike_at (commits, 0);
    }
}

ssize_t
pwrite64 (int         fd,
          const void *bytes,
          size_t      count,
          off64_t     offset)
{
  static ssize_t (*next) (int, const void *, size_t, off64_t);

  if (next == NULL)
    *(void **) &next = dlsym (RTLD_NEXT, "pwrite64");
  before_write (fd, bytes, count);

  return next (fd, bytes, count, offset);
}

ssize_t
pwrite (int         fd,
        const void *bytes,
        size_t      count,
        off_t       offset)
{
  return pwrite64 (fd, bytes, count, offset);
}

int
fdatasync (int fd)
{
  static int (*next) (int);

  if (next == NULL)
    *(void **) &next = dlsym (RTLD_NEXT, "fdatasync");
  before_sync (fd);

  return next (fd);
}

int
fsync (int fd)
{
  static int (*next) (int);

  if (next == NULL)
    *(void **) &next = dlsym (RTLD_NEXT, "fsync");
  before_sync (fd);

  return next (fd);
}
