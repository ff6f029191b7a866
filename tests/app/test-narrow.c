/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <locale.h>

#include "views-fixture.h"

/* Nothing is cut off in a window as narrow as a telephone, whatever the language and the size of the text. */

#define NARROW 360

/* Sending takes as long as all the rest, in pages that others are like. */
static gboolean
is_wanted (const char *name)
{
  return !g_str_has_prefix (name, "sent-");
}

/* What scrolls sideways may be wider. */
static gboolean
scrolls_sideways (GtkWidget *widget)
{
  GtkPolicyType policy;

  if (!GTK_IS_SCROLLED_WINDOW (widget))
    return FALSE;
  gtk_scrolled_window_get_policy (GTK_SCROLLED_WINDOW (widget), &policy, NULL);

  return policy != GTK_POLICY_NEVER;
}

/* Seconds until a page has to fit; it does with the second frame, however long that takes. */
#define FITS_WITHIN 30

static int
measure (GtkWidget *widget)
{
  int minimum;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);

  return minimum;
}

static void
tell (GtkWidget *widget,
      guint      depth)
{
  g_printerr ("#%*s%s (%s) needs %d pixels\n", (int) depth, "", G_OBJECT_TYPE_NAME (widget),
              GTK_IS_LABEL (widget) ? gtk_label_get_text (GTK_LABEL (widget)) : gtk_widget_get_name (widget), measure (widget));
}

/* Of what is too wide only with what is around it, what takes most of the room. */
static void
tell_widest (GtkWidget *widget,
             guint      depth)
{
  GtkWidget *widest = NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      if (gtk_widget_get_mapped (child) && (widest == NULL || measure (child) > measure (widest)))
        widest = child;
    }
  if (widest == NULL)
    return;

  tell (widest, depth);
  tell_widest (widest, depth + 1);
}

/* Names, if asked, what is too wide, from the outside in. */
static guint
count_too_wide (GtkWidget *widget,
                gboolean   tells,
                guint      depth)
{
  guint n;
  guint inside = 0;

  if (!gtk_widget_get_mapped (widget))
    return 0;

  n = measure (widget) > NARROW;
  if (n > 0 && tells)
    tell (widget, depth);
  if (scrolls_sideways (widget))
    return n;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    inside += count_too_wide (child, tells, depth + 1);
  if (n > 0 && inside == 0 && tells)
    tell_widest (widget, depth + 1);

  return n + inside;
}

static guint n_too_wide;
static guint n_visited;

static void
visit (GtkWidget  *window,
       const char *name)
{
  g_autoptr(GTimer) timer = g_timer_new ();
  guint n;

  settle ();
  while (count_too_wide (window, FALSE, 1) > 0 && g_timer_elapsed (timer, NULL) < FITS_WITHIN)
    g_main_context_iteration (NULL, FALSE);
  n = count_too_wide (window, TRUE, 1);
  if (n > 0)
    g_printerr ("# in “%s”\n", name);
  n_too_wide += n;
  n_visited++;
}

static void
visit_all (void)
{
  const char *demo[] = { "passerelle", "--demo", NULL };
  const char *nothing[] = { "passerelle", "--profile", "/nonexistent/profile.ini", "--state", "/nonexistent/state", NULL };

  n_too_wide = n_visited = 0;
  run_application (demo, with_data, NULL);
  run_application (nothing, not_set_up, NULL);
  g_assert_cmpuint (n_visited, >=, 20);
  g_assert_cmpuint (n_too_wide, ==, 0);
}

static void
test_translated (gconstpointer locale)
{
  g_assert_nonnull (setlocale (LC_ALL, locale));
  g_assert_cmpstr (_("Work Orders"), !=, "Work Orders");
  visit_all ();
}

/* Text twice as large, as the desktop's settings offer it. */
static void
test_large (void)
{
  int usual;

  g_assert_nonnull (setlocale (LC_ALL, "C.UTF-8"));
  g_object_get (gtk_settings_get_default (), "gtk-xft-dpi", &usual, NULL);
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 2 * 96 * 1024, NULL);
  visit_all ();
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", usual, NULL);
}

static void
test_right_to_left (void)
{
  g_assert_nonnull (setlocale (LC_ALL, "C.UTF-8"));
  g_assert_cmpstr (_("Work Orders"), ==, "Work Orders");
  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  visit_all ();
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *locales = g_dir_make_tmp ("passerelle-locales-XXXXXX", NULL);
  g_autofree char *plain = g_build_filename (locales, "C.utf8", NULL);
  g_autofree char *dutch = g_build_filename (locales, "nl_NL.utf8", NULL);
  g_autofree char *french = g_build_filename (locales, "fr_FR.utf8", NULL);
  g_autofree char *german = g_build_filename (locales, "de_DE.utf8", NULL);
  int status;

  /* Texts are translated in a locale that isn't called C only; what else it says is C's. */
  g_assert_cmpint (symlink ("/usr/lib/locale/C.utf8", plain), ==, 0);
  g_assert_cmpint (symlink ("/usr/lib/locale/C.utf8", dutch), ==, 0);
  g_assert_cmpint (symlink ("/usr/lib/locale/C.utf8", french), ==, 0);
  g_assert_cmpint (symlink ("/usr/lib/locale/C.utf8", german), ==, 0);
  g_setenv ("LOCPATH", locales, TRUE);
  g_unsetenv ("LC_ALL");
  g_unsetenv ("LANGUAGE");
  setlocale (LC_ALL, "C.UTF-8");
  bindtextdomain (GETTEXT_PACKAGE, g_getenv ("PASSERELLE_LOCALEDIR"));
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  gtk_disable_setlocale ();
  gtk_init ();
  rest = .3;

  /* Libadwaita warns of what is too wide; here it is named first. */
  g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);

  /* Each walk takes half a minute: all languages only where all combinations are asked for. */
  g_test_add_data_func ("/app/narrow/french", "fr_FR.UTF-8", test_translated);
  if (g_strcmp0 (g_getenv ("PASSERELLE_LONG"), "1") == 0)
    {
      g_test_add_data_func ("/app/narrow/dutch", "nl_NL.UTF-8", test_translated);
      g_test_add_data_func ("/app/narrow/german", "de_DE.UTF-8", test_translated);
    }
  g_test_add_func ("/app/narrow/large", test_large);
  g_test_add_func ("/app/narrow/right-to-left", test_right_to_left);
  status = g_test_run ();

  g_unlink (plain);
  g_unlink (dutch);
  g_unlink (french);
  g_unlink (german);
  g_rmdir (locales);

  return status;
}
