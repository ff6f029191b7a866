/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sign-in"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-announce.h"
#include "psr-browser.h"
#include "psr-details.h"
#include "psr-help-link.h"
#include "psr-help.h"
#include "psr-main-hop.h"
#include "psr-sign-in.h"

/**
 * PsrSignIn:
 *
 * Lets a person sign in to Business Central again, with the browser or a code, as
 * the profile says.
 */
struct _PsrSignIn
{
  AdwDialog      parent_instance;

  PsrDesk       *desk;
  PsrEngine     *engine;
  DexFuture     *signing_in;
  char          *url;
  AdwStatusPage *page;
  GtkWidget     *open_button;
  GtkWidget     *help_button;
};

G_DEFINE_FINAL_TYPE (PsrSignIn, psr_sign_in, ADW_TYPE_DIALOG)

static void
weak_ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static GWeakRef *
weak_ref_new (gpointer object)
{
  GWeakRef *ref = g_new0 (GWeakRef, 1);

  g_weak_ref_init (ref, object);

  return ref;
}

/* What is shown, on its way out of a fiber. */
typedef struct
{
  GWeakRef  dialog;
  char     *url;
  char     *code;
} Invitation;

static void
invitation_free (gpointer data)
{
  Invitation *invitation = data;

  g_weak_ref_clear (&invitation->dialog);
  g_free (invitation->url);
  g_free (invitation->code);
  g_free (invitation);
}

static void
open_browser (PsrSignIn *self)
{
  psr_browser_open (GTK_WIDGET (self), self->url);
}

static gboolean
invite (gpointer data)
{
  Invitation *invitation = data;
  g_autoptr(PsrSignIn) self = g_weak_ref_get (&invitation->dialog);
  g_autofree char *text = NULL;
  g_autofree char *escaped = NULL;

  if (self == NULL)
    return G_SOURCE_REMOVE;

  g_set_str (&self->url, invitation->url);
  gtk_widget_set_visible (self->open_button, TRUE);
  if (invitation->code == NULL)
    {
      adw_status_page_set_description (self->page, _("Sign in on the page that your browser shows, then come back."));
      psr_announce (GTK_WIDGET (self), adw_status_page_get_description (self->page));
      open_browser (self);
      return G_SOURCE_REMOVE;
    }

  /* Translators: an address, then the code to type there. */
  text = g_strdup_printf (_("Open %s and type the code %s"), invitation->url, invitation->code);
  escaped = g_markup_escape_text (text, -1);
  adw_status_page_set_description (self->page, escaped);
  psr_announce (GTK_WIDGET (self), text);

  return G_SOURCE_REMOVE;
}

/* In a fiber. */
static void
on_invited (const char *url,
            const char *code,
            gpointer    data)
{
  Invitation *invitation = g_new0 (Invitation, 1);
  g_autoptr(PsrSignIn) self = g_weak_ref_get (data);

  g_weak_ref_init (&invitation->dialog, self);
  invitation->url = g_strdup (url);
  invitation->code = g_strdup (code);
  g_idle_add_full (G_PRIORITY_DEFAULT, invite, invitation, invitation_free);
}

static DexFuture *
on_signed_in (DexFuture *future,
              gpointer   data)
{
  g_autoptr(PsrSignIn) self = g_weak_ref_get (data);
  g_autoptr(GError) error = NULL;
  g_autoptr(PsrExplanation) explanation = NULL;
  g_autofree char *text = NULL;
  g_autofree char *escaped = NULL;

  if (self == NULL)
    return dex_future_new_true ();

  if (dex_future_get_value (future, &error) != NULL)
    {
      psr_desk_signed_in (self->desk);
      adw_dialog_close (ADW_DIALOG (self));
      return dex_future_new_true ();
    }

  explanation = psr_explain (error);
  text = psr_details_dup (explanation);
  escaped = g_markup_escape_text (text, -1);
  adw_status_page_set_paintable (self->page, NULL);
  adw_status_page_set_icon_name (self->page, "dialog-error-symbolic");
  adw_status_page_set_title (self->page, explanation->what);
  adw_status_page_set_description (self->page, escaped);
  gtk_widget_set_visible (self->open_button, FALSE);
  psr_help_link_set_page (self->help_button, psr_help_find_error (error), NULL);
  psr_announce (GTK_WIDGET (self), explanation->what);

  return dex_future_new_true ();
}

static void
psr_sign_in_dispose (GObject *object)
{
  PsrSignIn *self = PSR_SIGN_IN (object);

  if (self->engine != NULL)
    psr_engine_stop (self->engine);
  dex_clear (&self->signing_in);
  g_clear_object (&self->engine);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (psr_sign_in_parent_class)->dispose (object);
}

static void
psr_sign_in_finalize (GObject *object)
{
  g_free (PSR_SIGN_IN (object)->url);

  G_OBJECT_CLASS (psr_sign_in_parent_class)->finalize (object);
}

static void
psr_sign_in_class_init (PsrSignInClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = psr_sign_in_dispose;
  G_OBJECT_CLASS (klass)->finalize = psr_sign_in_finalize;
}

static void
psr_sign_in_init (PsrSignIn *self)
{
  GtkWidget *view = adw_toolbar_view_new ();
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  g_autoptr(GdkPaintable) spinner = NULL;

  self->page = ADW_STATUS_PAGE (adw_status_page_new ());
  spinner = GDK_PAINTABLE (adw_spinner_paintable_new (GTK_WIDGET (self->page)));
  adw_status_page_set_paintable (self->page, spinner);
  adw_status_page_set_title (self->page, _("Sign In to Business Central"));
  adw_status_page_set_description (self->page, _("Asking Microsoft…"));
  self->open_button = gtk_button_new_with_mnemonic (_("_Open Browser"));
  gtk_widget_add_css_class (self->open_button, "pill");
  gtk_widget_set_halign (self->open_button, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (self->open_button, FALSE);
  g_signal_connect_object (self->open_button, "clicked", G_CALLBACK (open_browser), self, G_CONNECT_SWAPPED);
  self->help_button = psr_help_link_new_labelled (NULL);
  gtk_box_append (GTK_BOX (buttons), self->open_button);
  gtk_box_append (GTK_BOX (buttons), self->help_button);
  adw_status_page_set_child (self->page, buttons);

  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), GTK_WIDGET (self->page));
  adw_dialog_set_title (ADW_DIALOG (self), _("Sign In"));
  adw_dialog_set_child (ADW_DIALOG (self), view);
  adw_dialog_set_content_width (ADW_DIALOG (self), 440);
}

/**
 * psr_sign_in_is_possible:
 * @desk: a desk whose profile is read
 *
 * Returns: whether a person signs in, and not an application or a password
 */
gboolean
psr_sign_in_is_possible (PsrDesk *desk)
{
  PsrProfile *profile = psr_desk_get_profile (desk);
  const char *way = profile != NULL ? psr_profile_get_string (profile, PSR_PROFILE_BC_SIGN_IN) : NULL;

  return g_strcmp0 (way, "browser") == 0 || g_strcmp0 (way, "device-code") == 0;
}

/**
 * psr_sign_in_present:
 * @desk: a desk whose profile is read
 * @parent: where to show it
 *
 * Lets a person sign in.
 */
void
psr_sign_in_present (PsrDesk   *desk,
                     GtkWidget *parent)
{
  PsrSignIn *self;
  GWeakRef *ref;

  g_return_if_fail (PSR_IS_DESK (desk));
  g_return_if_fail (GTK_IS_WIDGET (parent));

  self = g_object_new (PSR_TYPE_SIGN_IN, NULL);
  self->desk = g_object_ref (desk);
  self->engine = psr_desk_make_engine (desk);
  adw_dialog_present (ADW_DIALOG (self), parent);

  /* The engine lives as long as its fibers, and longer than this dialog may. */
  ref = weak_ref_new (self);
  g_object_set_data_full (G_OBJECT (self->engine), "dialog", ref, weak_ref_free);
  self->signing_in = dex_future_finally (psr_main_hop (psr_engine_connect (self->engine, PSR_ENGINE_SIGN_IN_DEFAULT,
                                                                           on_invited, ref)),
                                         on_signed_in, weak_ref_new (self), weak_ref_free);
}
