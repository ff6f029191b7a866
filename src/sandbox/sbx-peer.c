/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-peer"

#include "sbx-peer.h"

#include <stdio.h>
#include <string.h>

/* The kernel gives its list in pieces: what one reading misses is in the next one. */
#define READINGS 20

/* The inode of the socket with these ports, from the side of the client. Format: proc_pid_net(5). */
static char *
find_inode (guint client_port,
            guint server_port)
{
  g_autofree char *text = NULL;
  char port[16];

  if (!g_file_get_contents ("/proc/net/tcp", &text, NULL, NULL))
    return NULL;

  g_snprintf (port, sizeof port, ":%04X ", server_port);

  /* There may be thousands of everybody's, so that no line is copied to the heap, and few are taken apart. */
  for (const char *line = text, *end = strchr (line, '\n'); end != NULL; line = end + 1, end = strchr (line, '\n'))
    {
      char copy[256], inode[32];
      gsize length = MIN ((gsize) (end - line), sizeof copy - 1);
      guint local, remote;

      memcpy (copy, line, length);
      copy[length] = '\0';

      if (strstr (copy, port) != NULL
          && sscanf (copy, " %*[^:]: %*[^:]:%4X %*[^:]:%4X %*s %*s %*s %*s %*s %*s %31s", &local, &remote, inode) == 3
          && local == client_port && remote == server_port && strcmp (inode, "0") != 0)
        return g_strdup_printf ("socket:[%s]", inode);
    }
  return NULL;
}

static gboolean
has_open (const char *process,
          const char *target)
{
  g_autofree char *folder = g_build_filename ("/proc", process, "fd", NULL);
  g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *link = g_file_read_link (path, NULL);

      if (g_strcmp0 (link, target) == 0)
        return TRUE;
    }
  return FALSE;
}

static pid_t
find_process (const char *target)
{
  g_autoptr (GDir) directory = g_dir_open ("/proc", 0, NULL);
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    {
      if (g_ascii_isdigit (name[0]) && has_open (name, target))
        return (pid_t) g_ascii_strtoll (name, NULL, 10);
    }
  return 0;
}

pid_t
sbx_peer_find (guint client_port,
               guint server_port)
{
  for (guint i = 0; i < READINGS; i++)
    {
      g_autofree char *target = find_inode (client_port, server_port);
      pid_t found = target != NULL ? find_process (target) : 0;

      if (found != 0)
        return found;
    }
  return 0;
}
