/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>

#include "help-fixture.h"
#include "keyboard-fixture.h"

/* The key shows the first page, a link its own. A reader that can't be started is told of. */
static void
by_key (GtkWidget *window,
        gpointer   unused)
{
  g_autofree char *program = reader_dup_path ("test-reader");

  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, "gtk-cursor-blink", FALSE, NULL);
  wait_for (window, "Domian");
  open_keyboard (window);
  press_key (GDK_KEY_F1, FALSE);
  reader_wait_for ("help:passerelle");

  press (window, "Learn More");
  reader_wait_for ("help:passerelle/admin-profile");

  g_assert_cmpint (g_remove (program), ==, 0);
  press_key (GDK_KEY_F1, FALSE);
  wait_for (window, "The Help Couldn’t Be Opened");
  g_assert_true (sees (window, "Yelp"));
  press (window, "Close");
  wait_until_gone (window, "The Help Couldn’t Be Opened");
  close_keyboard ();
}

static void
test_by_key (void)
{
  g_autofree char *path = g_build_filename (g_get_user_config_dir (), "bad.ini", NULL);
  const char *words[] = { "passerelle", "--profile", path, "--state", "/nonexistent/state", NULL };

  g_assert_true (g_file_set_contents (path, "[Wello]\nDomian=X\n", -1, NULL));
  reader_install ();
  run_application (words, by_key, NULL);
}

/* The assistant lies over the window: the key has to work there, too. */
static void
in_setup (GtkWidget *window,
          gpointer   unused)
{
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, "gtk-cursor-blink", FALSE, NULL);
  wait_for (window, "You Will Need");
  open_keyboard (window);
  press_key (GDK_KEY_F1, FALSE);
  reader_wait_for ("help:passerelle");
  close_keyboard ();
}

static void
test_in_setup (void)
{
  const char *words[] = { "passerelle", "--profile", "/nonexistent/profile.ini", "--state", "/nonexistent/state", NULL };

  reader_install ();
  run_application (words, in_setup, NULL);
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  dex_init ();
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/app/help/in-setup", test_in_setup);
  g_test_add_func ("/app/help/by-key", test_by_key);

  return g_test_run ();
}
