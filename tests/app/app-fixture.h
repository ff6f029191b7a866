/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include <libdex.h>
#include <stdlib.h>
#include <string.h>

#include "psr-application.h"

/* The application in this process, driven as a person would: by what can be read
 * and pressed on the screen. */

/* How long each application may take, in seconds. */
#define PATIENCE (g_getenv ("TEST_PATIENCE") != NULL ? (guint) atoi (g_getenv ("TEST_PATIENCE")) : 240)

typedef gboolean (*Matches) (GtkWidget *widget,
                             gpointer   data);

static inline GtkWidget *
find_widget (GtkWidget *root,
             Matches    matches,
             gpointer   data)
{
  if (!gtk_widget_get_mapped (root))
    return NULL;
  if (matches (root, data))
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_widget (child, matches, data);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static inline gboolean
has_text (GtkWidget *widget,
          gpointer   text)
{
  const char *shown = NULL;

  if (GTK_IS_LABEL (widget))
    shown = gtk_label_get_text (GTK_LABEL (widget));
  else if (GTK_IS_INSCRIPTION (widget))
    shown = gtk_inscription_get_text (GTK_INSCRIPTION (widget));

  return shown != NULL && strstr (shown, text) != NULL;
}

static inline gboolean
is_label (GtkWidget *widget,
          gpointer   text)
{
  return GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text);
}

static inline gboolean
is_button (GtkWidget *widget,
           gpointer   text)
{
  return GTK_IS_BUTTON (widget) && find_widget (widget, is_label, text) != NULL;
}

/* What is insensitive, as while it is read anew, can’t be pressed by anybody. */
static inline gboolean
is_sensitive_button (GtkWidget *widget,
                     gpointer   text)
{
  return is_button (widget, text) && gtk_widget_is_sensitive (widget);
}

/* Whether the text can be read somewhere in the window. */
static inline gboolean
sees (GtkWidget  *window,
      const char *text)
{
  return find_widget (window, has_text, (gpointer) text) != NULL;
}

/* What a test waits for, or waited for last. */
static const char *waited_for = "";

/* Runs the application until the text can be read. What never comes ends the
 * test by its time. */
static inline void
wait_for (GtkWidget  *window,
          const char *text)
{
  waited_for = text;
  while (!sees (window, text))
    g_main_context_iteration (NULL, TRUE);
}

static inline void
wait_until_gone (GtkWidget  *window,
                 const char *text)
{
  waited_for = text;
  while (sees (window, text))
    g_main_context_iteration (NULL, TRUE);
}

static inline void
press (GtkWidget  *window,
       const char *text)
{
  GtkWidget *button;

  waited_for = text;
  while ((button = find_widget (window, is_sensitive_button, (gpointer) text)) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_signal_emit_by_name (button, "clicked");
}

static inline gboolean
is_toggle_group (GtkWidget *widget,
                 gpointer   unused)
{
  return ADW_IS_TOGGLE_GROUP (widget);
}

/* Chooses the toggle whose label begins so. */
static inline void
choose (GtkWidget  *window,
        const char *label)
{
  GtkWidget *group;

  waited_for = label;
  while ((group = find_widget (window, is_toggle_group, NULL)) == NULL)
    g_main_context_iteration (NULL, TRUE);

  for (guint i = 0; i < adw_toggle_group_get_n_toggles (ADW_TOGGLE_GROUP (group)); i++)
    {
      if (g_str_has_prefix (adw_toggle_get_label (adw_toggle_group_get_toggle (ADW_TOGGLE_GROUP (group), i)), label))
        adw_toggle_group_set_active (ADW_TOGGLE_GROUP (group), i);
    }
}

/* How many a queue has, as its toggle says. */
static inline guint
get_count (GtkWidget  *window,
           const char *label)
{
  GtkWidget *group = find_widget (window, is_toggle_group, NULL);

  for (guint i = 0; group != NULL && i < adw_toggle_group_get_n_toggles (ADW_TOGGLE_GROUP (group)); i++)
    {
      const char *shown = adw_toggle_get_label (adw_toggle_group_get_toggle (ADW_TOGGLE_GROUP (group), i));

      if (g_str_has_prefix (shown, label))
        return (guint) g_ascii_strtoull (shown + strlen (label), NULL, 10);
    }

  return 0;
}

static inline void
do_action (GtkWidget  *window,
           const char *action)
{
  g_assert_true (gtk_widget_activate_action (window, action, NULL));
}

static inline void
do_action_with (GtkWidget  *window,
                const char *action,
                GVariant   *target)
{
  g_autoptr(GVariant) held = g_variant_ref_sink (target);

  g_assert_true (gtk_widget_activate_action_variant (window, action, held));
}

typedef void (*Body) (GtkWidget *window,
                      gpointer   data);

typedef struct
{
  PsrApplication *application;
  Body            body;
  gpointer        data;
} Run;

static inline void
print_texts (GtkWidget *root,
             guint      depth)
{
  if (!gtk_widget_get_mapped (root))
    return;

  if (GTK_IS_LABEL (root) && *gtk_label_get_text (GTK_LABEL (root)) != '\0')
    g_printerr ("#%*s%s\n", (int) depth, "", gtk_label_get_text (GTK_LABEL (root)));
  else if (GTK_IS_INSCRIPTION (root) && gtk_inscription_get_text (GTK_INSCRIPTION (root)) != NULL)
    g_printerr ("#%*s%s\n", (int) depth, "", gtk_inscription_get_text (GTK_INSCRIPTION (root)));

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    print_texts (child, depth + 1);
}

/* What is waited for doesn't come: what can be read instead tells why. */
static inline gboolean
on_too_long (gpointer data)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (data));

  fflush (stdout);
  for (GList *item = gtk_application_get_windows (GTK_APPLICATION (data)); item != NULL; item = item->next)
    g_printerr ("# a window that is %s%s:\n", gtk_widget_get_mapped (item->data) ? "shown" : "hidden",
                item->data == (gpointer) window ? " and active" : "");
  if (window != NULL)
    print_texts (GTK_WIDGET (window), 0);
  g_error ("This takes too long; above is what the window shows. Last waited for: %s", waited_for);

  return G_SOURCE_REMOVE;
}

static inline GtkWindow *
active_window (Run *run)
{
  return gtk_application_get_active_window (GTK_APPLICATION (run->application));
}

static inline gboolean
run_body (gpointer data)
{
  Run *run = data;

  while (active_window (run) == NULL || !gtk_widget_get_mapped (GTK_WIDGET (active_window (run))))
    g_main_context_iteration (NULL, TRUE);
  run->body (GTK_WIDGET (active_window (run)), run->data);
  g_action_group_activate_action (G_ACTION_GROUP (run->application), "quit", NULL);

  return G_SOURCE_REMOVE;
}

static inline gboolean
on_waited (gpointer data)
{
  *(gboolean *) data = TRUE;

  return G_SOURCE_REMOVE;
}

/* Runs the application with these words and more flags, and in it what somebody does. */
static inline void
run_application_as (const char * const *words,
                    GApplicationFlags   flags,
                    Body                body,
                    gpointer            data)
{
  g_autoptr(PsrApplication) application = psr_application_new ();
  g_auto(GStrv) copy = g_strdupv ((char **) words);
  Run run = { application, body, data };
  gboolean is_over = FALSE;
  guint patience = g_timeout_add_seconds (PATIENCE, on_too_long, application);

  g_application_set_flags (G_APPLICATION (application),
                           g_application_get_flags (G_APPLICATION (application)) | flags);
  g_idle_add (run_body, &run);
  g_assert_cmpint (g_application_run (G_APPLICATION (application), (int) g_strv_length (copy), copy), ==, 0);
  g_source_remove (patience);

  /* What was given up, and what threads still read for it, comes to its end meanwhile. */
  g_timeout_add (300, on_waited, &is_over);
  while (!is_over)
    g_main_context_iteration (NULL, TRUE);
}

/* Beside any other, as most tests want it. */
static inline void
run_application (const char * const *words,
                 Body                body,
                 gpointer            data)
{
  run_application_as (words, G_APPLICATION_NON_UNIQUE, body, data);
}
