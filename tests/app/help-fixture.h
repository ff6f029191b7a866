/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib/gstdio.h>

#include "app-fixture.h"

/* A help reader for this desktop, whose home is the test's own: it only writes down what
 * it is asked for. */

static inline char *
reader_dup_path (const char *name)
{
  return g_build_filename (g_get_user_data_dir (), name, NULL);
}

/* Before anything is launched. */
static inline void
reader_install (void)
{
  g_autofree char *folder = reader_dup_path ("applications");
  g_autofree char *desktop = g_build_filename (folder, "test-reader.desktop", NULL);
  g_autofree char *defaults = g_build_filename (g_get_user_config_dir (), "mimeapps.list", NULL);
  g_autofree char *program = reader_dup_path ("test-reader");
  g_autofree char *asked = reader_dup_path ("asked-for");
  g_autofree char *entry = g_strdup_printf ("[Desktop Entry]\nType=Application\nName=Reader\nExec=%s %%u\n"
                                            "MimeType=x-scheme-handler/help;\n", program);
  g_autofree char *script = g_strdup_printf ("#!/bin/sh\nprintf '%%s\\n' \"$1\" >>'%s'\n", asked);
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents_full (program, script, -1, G_FILE_SET_CONTENTS_NONE, 0700, &error));
  g_assert_true (g_file_set_contents (desktop, entry, -1, &error));
  g_assert_true (g_file_set_contents (defaults, "[Default Applications]\nx-scheme-handler/help=test-reader.desktop\n", -1,
                                      &error));
  g_assert_no_error (error);
}

static inline gboolean
reader_look_again (gpointer unused)
{
  return G_SOURCE_CONTINUE;
}

/* Until it is asked for that, and no more than that since the last time. */
static inline void
reader_wait_for (const char *uri)
{
  g_autofree char *asked = reader_dup_path ("asked-for");
  g_autofree char *line = g_strconcat (uri, "\n", NULL);
  g_autofree char *text = NULL;
  guint tick = g_timeout_add (20, reader_look_again, NULL);

  waited_for = uri;
  while (!g_file_get_contents (asked, &text, NULL, NULL) || !g_str_has_suffix (text, "\n"))
    {
      g_clear_pointer (&text, g_free);
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (tick);
  g_assert_cmpstr (text, ==, line);
  g_assert_cmpint (g_remove (asked), ==, 0);
}
