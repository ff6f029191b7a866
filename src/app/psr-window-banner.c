/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-window-banner"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-announce.h"
#include "psr-details.h"
#include "psr-help-link.h"
#include "psr-help.h"
#include "psr-mend.h"
#include "psr-sign-in.h"
#include "psr-weak.h"
#include "psr-window-private.h"

/* One banner for the state of all, with the one button that helps. What matters
 * most comes first. */

typedef enum
{
  BANNER_NONE,
  BANNER_NEWER,
  BANNER_SIGN_IN,
  BANNER_OFFLINE,
  BANNER_HALTED,
  BANNER_OTHER,
  BANNER_TROUBLE,
  BANNER_CLOCK,
  BANNER_SANDBOX,
} Banner;

/* A clock that is further off spoils dates and look-ups. */
#define MOST_SKEW (2 * G_TIME_SPAN_MINUTE)

static const GError *
get_error (PsrWindow *self)
{
  const GError *error = psr_keeper_get_trouble (psr_desk_get_keeper (self->desk));

  return error != NULL ? error : psr_desk_get_trouble (self->desk);
}

static Banner
choose (PsrWindow *self)
{
  PsrKeeperState state = psr_keeper_get_state (psr_desk_get_keeper (self->desk));
  const GError *error = get_error (self);
  PsrEngineStatus *status = psr_desk_get_status (self->desk);

  if (error == NULL && ABS (psr_keeper_get_clock_skew (psr_desk_get_keeper (self->desk))) > MOST_SKEW)
    return BANNER_CLOCK;
  if (error == NULL && status != NULL && status->sandbox != NULL)
    return BANNER_SANDBOX;
  if (error == NULL)
    return state == PSR_KEEPER_OTHER ? BANNER_OTHER : BANNER_NONE;

  switch (psr_condition_of_error (error))
    {
    case PSR_CONDITION_NEWER:
      return BANNER_NEWER;

    case PSR_CONDITION_SIGN_IN:
      return BANNER_SIGN_IN;

    case PSR_CONDITION_OFFLINE:
      return BANNER_OFFLINE;

    case PSR_CONDITION_OTHER:
    case PSR_CONDITION_BUSY:
    case PSR_CONDITION_STOPPED:
    default:
      return state == PSR_KEEPER_HALTED ? BANNER_HALTED : BANNER_TROUBLE;
    }
}

static char *
dup_clock (PsrWindow *self)
{
  gint64 skew = psr_keeper_get_clock_skew (psr_desk_get_keeper (self->desk));
  guint minutes = (guint) MIN ((ABS (skew) + G_TIME_SPAN_MINUTE / 2) / G_TIME_SPAN_MINUTE, G_MAXINT);

  return skew > 0 ? g_strdup_printf (ngettext ("This computer’s clock is %u minute slow.", "This computer’s clock is %u minutes slow.",
                                               minutes), minutes)
                  : g_strdup_printf (ngettext ("This computer’s clock is %u minute fast.", "This computer’s clock is %u minutes fast.",
                                               minutes), minutes);
}

/* A narrow window has no room for it in a banner. */
static char *
dup_other (PsrWindow *self)
{
  PsrEngineStatus *status = psr_desk_get_status (self->desk);
  const char *what = _("Only one program works on the same data at a time. This window shows all that the other one does, and takes its place when it ends.");
  g_autofree char *who = NULL;

  if (status == NULL || status->worker == NULL)
    return g_strdup (what);

  /* Translators: who is at work, as “passerelle (ann@desk)”. */
  who = g_strdup_printf (_("%s is at work here. What you ask for is left to it."), status->worker);

  return g_strdup_printf ("%s\n\n%s", who, what);
}

static char *
dup_title (PsrWindow *self,
           Banner     banner)
{
  PsrEngineStatus *status = psr_desk_get_status (self->desk);
  g_autoptr(PsrExplanation) explanation = NULL;

  switch (banner)
    {
    case BANNER_OFFLINE:
      return g_strdup (_("Working offline. What you approve is kept and sent later."));

    case BANNER_NEWER:
      return g_strdup (_("A newer Passerelle has been used here. Update this one."));

    case BANNER_OTHER:
      return g_strdup (_("Another Passerelle is at work here. What you ask for is left to it."));

    case BANNER_CLOCK:
      return dup_clock (self);

    case BANNER_SANDBOX:
      /* Translators: the name of an environment of Business Central. */
      return g_strdup_printf (_("“%s” is a sandbox. Wello is told of its trial documents."), status->sandbox);

    case BANNER_SIGN_IN:
    case BANNER_HALTED:
    case BANNER_TROUBLE:
      explanation = psr_explain (get_error (self));
      return g_strdup (explanation->what);

    case BANNER_NONE:
    default:
      return g_strdup ("");
    }
}

static const char *
get_button (PsrWindow *self,
            Banner     banner)
{
  switch (banner)
    {
    case BANNER_OFFLINE:
      return _("_Try Again");

    case BANNER_SIGN_IN:
      return psr_sign_in_is_possible (self->desk) ? _("_Sign In…") : _("_Details…");

    case BANNER_OTHER:
    case BANNER_NEWER:
    case BANNER_HALTED:
    case BANNER_TROUBLE:
    case BANNER_CLOCK:
    case BANNER_SANDBOX:
    case BANNER_NONE:
    default:
      return _("_Details…");
    }
}

/**
 * psr_window_show_banner:
 * @self: a window
 *
 * Shows what is the matter with all of it, or nothing.
 */
void
psr_window_show_banner (PsrWindow *self)
{
  Banner banner = choose (self);
  g_autofree char *title = dup_title (self, banner);
  gboolean is_news = g_strcmp0 (adw_banner_get_title (self->banner), title) != 0 || !adw_banner_get_revealed (self->banner);

  if (banner != BANNER_NONE)
    {
      adw_banner_set_title (self->banner, title);
      adw_banner_set_button_label (self->banner, get_button (self, banner));
      if (banner == BANNER_SANDBOX)
        gtk_widget_add_css_class (GTK_WIDGET (self->banner), "error");
      else
        gtk_widget_remove_css_class (GTK_WIDGET (self->banner), "error");
      if (is_news)
        psr_announce (GTK_WIDGET (self), title);
    }
  adw_banner_set_revealed (self->banner, banner != BANNER_NONE);
}

/* The path of a file has no place to break a line at. */
static GtkWidget *
make_details (const char *text,
              const char *page)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 50);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), psr_help_link_new_labelled (page));

  return box;
}

/* Writing goes on at once, where nothing is in the way any more. */
static DexFuture *
on_confirmed (DexFuture *future,
              gpointer   data)
{
  g_autoptr(PsrDesk) desk = g_weak_ref_get (data);

  if (desk != NULL && dex_future_get_value (future, NULL) != NULL)
    psr_keeper_wake (psr_desk_get_keeper (desk));

  return dex_future_new_true ();
}

static void
on_use_company (AdwAlertDialog *dialog,
                const char     *response,
                PsrWindow      *self)
{
  const char *company = g_object_get_data (G_OBJECT (dialog), "company");

  if (g_strcmp0 (response, "use") != 0 || psr_desk_get_state (self->desk) != PSR_DESK_OPEN)
    return;

  /* What is in the way is told by the banner. */
  dex_future_disown (dex_future_finally (psr_desk_confirm (self->desk, company), on_confirmed,
                                         psr_weak_new (self->desk), psr_weak_free));
}

/* What was of one company is counted for another from then on: nobody does that unasked. */
static void
ask_to_use_company (PsrWindow            *self,
                    const PsrExplanation *explanation,
                    const char           *company)
{
  g_autofree char *what = NULL;
  g_autofree char *body = NULL;
  AdwDialog *dialog;

  /* Translators: a company of Business Central. */
  what = g_strdup_printf (_("What was coupled and billed so far counts for “%s” from then on. To keep both, cancel, and add the other company from the main menu."),
                          company);
  body = g_strdup_printf ("%s\n\n%s", explanation->why, what);
  dialog = adw_alert_dialog_new (_("Use This Company?"), body);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _("_Cancel"), "use", _("_Use This Company"), NULL);
  g_object_set_data_full (G_OBJECT (dialog), "company", g_strdup (company), g_free);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "use", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "cancel");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_use_company), self, G_CONNECT_DEFAULT);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

/* What of it a person confirms, if that is what mends it. */
static char *
dup_company (const GError *error)
{
  g_autoptr(PsrExplanation) explanation = psr_explain (error);
  g_autoptr(PsrMend) mend = psr_mend_new (explanation->mend);

  return mend->action == PSR_MEND_CONFIRM ? g_steal_pointer (&mend->argument) : NULL;
}

static void
use_company (PsrWindow *self)
{
  const GError *error = get_error (self);
  g_autoptr(PsrExplanation) explanation = error != NULL ? psr_explain (error) : NULL;
  g_autofree char *company = error != NULL ? dup_company (error) : NULL;

  if (company != NULL)
    ask_to_use_company (self, explanation, company);
}

static void
on_response (AdwAlertDialog *dialog,
             const char     *response,
             PsrWindow      *self)
{
  if (g_strcmp0 (response, "again") == 0)
    psr_keeper_wake (psr_desk_get_keeper (self->desk));
  else if (g_strcmp0 (response, "use-company") == 0)
    use_company (self);
  else if (g_strcmp0 (response, "close") != 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "app.setup", "s", response);
}

static void
show_details (PsrWindow *self)
{
  const GError *error = get_error (self);
  g_autoptr(PsrExplanation) explanation = NULL;
  g_autofree char *details = NULL;
  g_autofree char *all = NULL;
  g_autofree char *company = NULL;
  const char *step = NULL;
  const char *page = NULL;
  AdwDialog *dialog;

  if (error != NULL)
    {
      explanation = psr_explain (error);
      details = psr_details_dup (explanation);
      all = *details != '\0' ? g_strdup_printf ("%s\n\n%s", explanation->what, details) : g_strdup (explanation->what);
      step = psr_details_get_step (explanation);
      company = dup_company (error);
      page = psr_help_find_error (error);
    }
  else if (choose (self) == BANNER_CLOCK)
    {
      g_autofree char *what = dup_clock (self);

      page = psr_help_find_page (PSR_HELP_FINDING, "clock");
      all = g_strdup_printf ("%s\n\n%s\n\n%s", what,
                             _("Dates on documents are taken from it, and what Business Central has changed is looked for by the time."),
                             _("Switch on automatic date and time in the system’s settings."));
    }
  else if (choose (self) == BANNER_SANDBOX)
    {
      page = "setup#company";
      all = g_strdup_printf ("%s\n\n%s", _("The profile lets an environment of Business Central that is there to try things out write to Wello. Who looks at Wello can’t tell its documents from real ones."),
                             _("When the trial is over, take SandboxMayWrite out of [BusinessCentral] in the profile, or choose the real environment."));
    }
  else
    {
      all = dup_other (self);
    }

  dialog = adw_alert_dialog_new (_("Details"), NULL);
  adw_alert_dialog_set_extra_child (ADW_ALERT_DIALOG (dialog), make_details (all, page));
  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "close", _("_Close"));
  if (psr_keeper_get_state (psr_desk_get_keeper (self->desk)) == PSR_KEEPER_HALTED)
    adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "again", _("_Try Again"));
  if (company != NULL)
    adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "use-company", _("_Use This Company…"));
  if (step != NULL)
    {
      adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), step, _("Set _Up…"));
      adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), step, ADW_RESPONSE_SUGGESTED);
    }
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "close");
  /* Else the text has the keyboard, and is selected. */
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "close");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_response), self, G_CONNECT_DEFAULT);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

/**
 * psr_window_banner_clicked:
 * @self: a window
 *
 * Does what the banner's button says.
 */
void
psr_window_banner_clicked (PsrWindow *self)
{
  switch (choose (self))
    {
    case BANNER_OFFLINE:
      psr_keeper_wake (psr_desk_get_keeper (self->desk));
      break;

    case BANNER_SIGN_IN:
      if (psr_sign_in_is_possible (self->desk))
        psr_sign_in_present (self->desk, GTK_WIDGET (self));
      else
        show_details (self);
      break;

    case BANNER_OTHER:
    case BANNER_NEWER:
    case BANNER_HALTED:
    case BANNER_TROUBLE:
    case BANNER_CLOCK:
    case BANNER_SANDBOX:
      show_details (self);
      break;

    case BANNER_NONE:
    default:
      break;
    }
}
