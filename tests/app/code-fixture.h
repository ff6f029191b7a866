/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib/gstdio.h>

#include "office-fixture.h"

/* Business Central is signed in to by a person, with a code. */

/* A person at another computer types the code that the window shows. */
static inline void
sign_in_with_code (GtkWidget *window)
{
  GtkWidget *label;
  g_auto(GStrv) words = NULL;
  g_autofree char *form = NULL;
  g_autofree char *page = NULL;
  const char *url = NULL;
  const char *code = NULL;

  wait_for (window, " and type the code ");
  label = find_widget (window, has_text, (gpointer) " and type the code ");
  words = g_strsplit (gtk_label_get_text (GTK_LABEL (label)), " ", -1);
  for (gsize i = 0; words[i] != NULL; i++)
    {
      if (g_str_has_prefix (words[i], "http"))
        url = words[i];
      code = words[i];
    }
  form = g_strdup_printf ("user_code=%s&person=an&decision=accept", code);
  page = http ("POST", url, "application/x-www-form-urlencoded", form, '2');
  g_assert_nonnull (page);
}

/* A person signs in, who doesn't at the beginning. */
static inline void
office_use_code (Office *office)
{
  g_autofree char *secret = g_build_filename (office->credentials, "bc-client-secret", NULL);
  g_autofree char *answer = office_control (office, "POST", "set", "{\"entra.device-interval\":\"1\"}");

  g_assert_nonnull (answer);
  g_assert_cmpint (g_unlink (secret), ==, 0);
  office_set (office, "BusinessCentral", "SignIn", "device-code");
}
