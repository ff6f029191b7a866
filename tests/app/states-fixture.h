/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "office-fixture.h"

/* Damages what a window reads, and looks at what it says of it. */

static inline void
be_quick (void)
{
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, "gtk-cursor-blink", FALSE, NULL);
}

static inline gboolean
is_of_type (GtkWidget *widget,
            gpointer   name)
{
  return g_str_equal (G_OBJECT_TYPE_NAME (widget), name);
}

static inline GtkWidget *
find_type (GtkWidget  *window,
           const char *name)
{
  GtkWidget *widget;

  waited_for = name;
  while ((widget = find_widget (window, is_of_type, (gpointer) name)) == NULL)
    g_main_context_iteration (NULL, TRUE);

  return widget;
}

/* Does something to a database behind everybody's back. */
static inline void
sql (Office     *office,
     const char *database,
     const char *statement)
{
  static const char script[] = "import sqlite3, sys\n"
                               "connection = sqlite3.connect(sys.argv[1], timeout=30, isolation_level=None)\n"
                               "connection.execute('PRAGMA legacy_alter_table = ON')\n"
                               "connection.execute(sys.argv[2])\n";
  g_autofree char *path = g_build_filename (office->state, database, NULL);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, "python3", "-c", script, path, statement, NULL);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait_check (process, NULL, &error));
  g_assert_no_error (error);
}

static inline void
cut_off (Office *office)
{
  office_fault (office, "\"kind\":\"drop-before\",\"service\":\"bc\",\"path\":\".\",\"times\":-1");
  office_fault (office, "\"kind\":\"drop-before\",\"service\":\"wello\",\"path\":\".\",\"times\":-1");
}

static inline void
show_area (GtkWidget  *window,
           const char *area)
{
  do_action_with (window, "win.show-area", g_variant_new_string (area));
}
