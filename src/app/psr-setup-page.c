/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-setup-page"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-announce.h"
#include "psr-browser.h"
#include "psr-details.h"
#include "psr-help-link.h"
#include "psr-help.h"
#include "psr-setup-page.h"
#include "psr-weak.h"

/**
 * PsrSetupPage:
 *
 * A step of the assistant: its content between what the step before found and
 * what this one says, and the button that tries what was given.
 */
typedef struct
{
  PsrSetup          *setup;
  PsrSetupStep       step;
  gboolean           is_single;
  GtkWidget         *content;
  char              *description;
  char              *next_label;
  char              *busy_text;
  PsrSetupState      shown;

  AdwWindowTitle    *window_title;
  GtkScrolledWindow *scroller;
  GtkWidget         *before_box;
  GtkLabel          *before_label;
  GtkWidget         *description_label;
  GtkWidget         *content_bin;
  GtkWidget         *trouble_box;
  GtkLabel          *what_label;
  GtkWidget         *help_button;
  GtkLabel          *why_label;
  GtkLabel          *mend_label;
  GtkWidget         *proof_box;
  GtkLabel          *proof_label;
  GtkWidget         *prompt_group;
  AdwActionRow      *code_row;
  char              *opened;         /* the address that was opened already */
  GtkWidget         *busy_box;
  GtkLabel          *busy_label;
  GtkWidget         *cancel_button;
  GtkWidget         *next_button;
} PsrSetupPagePrivate;

enum {
  PROP_0,
  PROP_BUSY_TEXT,
  PROP_CONTENT,
  PROP_DESCRIPTION,
  PROP_NEXT_LABEL,
  PROP_STEP_NAME,
  N_PROPS,
};

enum {
  LEAVE,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_TYPE_WITH_PRIVATE (PsrSetupPage, psr_setup_page, ADW_TYPE_NAVIGATION_PAGE)

static PsrSetupPagePrivate *
get (PsrSetupPage *self)
{
  return psr_setup_page_get_instance_private (self);
}

static void
show_label (GtkLabel   *label,
            const char *text)
{
  gtk_label_set_label (label, text);
  gtk_widget_set_visible (GTK_WIDGET (label), *text != '\0');
}

static void
show_trouble (PsrSetupPagePrivate *priv)
{
  const GError *error = psr_setup_get_error (priv->setup, priv->step);
  g_autoptr(PsrExplanation) explanation = NULL;
  g_autofree char *mend = NULL;

  gtk_widget_set_visible (priv->trouble_box, error != NULL);
  if (error == NULL)
    return;

  explanation = psr_explain (error);
  show_label (priv->what_label, explanation->what);
  psr_help_link_set_page (priv->help_button, psr_help_find_error (error), explanation->what);
  show_label (priv->why_label, explanation->why);
  mend = psr_details_dup_mend (explanation);
  show_label (priv->mend_label, mend);
}

/* What the step before found is the proof that it worked. */
static void
show_proofs (PsrSetupPagePrivate *priv,
             PsrSetupState        state)
{
  const char *before = NULL;
  const char *proof = psr_setup_get_proof (priv->setup, priv->step);

  if (priv->step > PSR_SETUP_WELCOME && !priv->is_single &&
      psr_setup_get_state (priv->setup, priv->step - 1) == PSR_SETUP_DONE)
    before = psr_setup_get_proof (priv->setup, priv->step - 1);

  gtk_widget_set_visible (priv->before_box, before != NULL);
  gtk_label_set_label (priv->before_label, before != NULL ? before : "");
  gtk_widget_set_visible (priv->proof_box, proof != NULL && state == PSR_SETUP_DONE);
  gtk_label_set_label (priv->proof_label, proof != NULL ? proof : "");
}

static void
tell_state (PsrSetupPage  *self,
            PsrSetupState  state)
{
  PsrSetupPagePrivate *priv = get (self);

  if (priv->shown == state || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  priv->shown = state;
  if (state == PSR_SETUP_BUSY)
    psr_announce (GTK_WIDGET (self), gtk_label_get_label (priv->busy_label));
  else if (state == PSR_SETUP_ERROR)
    {
      /* What is wrong is said above what was given. */
      gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (priv->scroller), 0);
      psr_announce (GTK_WIDGET (self), gtk_label_get_label (priv->what_label));
    }
  else if (state == PSR_SETUP_DONE && psr_setup_get_proof (priv->setup, priv->step) != NULL)
    psr_announce (GTK_WIDGET (self), psr_setup_get_proof (priv->setup, priv->step));
}

static void
open_browser (PsrSetupPage *self)
{
  const char *url = psr_setup_get_prompt_url (get (self)->setup);

  if (url != NULL)
    psr_browser_open (GTK_WIDGET (self), url);
}

/* The browser opens by itself, once: for the page on which somebody signs in. A code is
 * to be read first. */
static void
show_prompt (PsrSetupPage *self)
{
  PsrSetupPagePrivate *priv = get (self);
  gboolean is_busy = psr_setup_get_state (priv->setup, priv->step) == PSR_SETUP_BUSY;
  const char *url = is_busy ? psr_setup_get_prompt_url (priv->setup) : NULL;
  const char *code = is_busy ? psr_setup_get_prompt_code (priv->setup) : NULL;

  gtk_widget_set_visible (priv->prompt_group, url != NULL);
  if (!g_set_str (&priv->opened, url) || url == NULL)
    return;

  gtk_widget_set_visible (GTK_WIDGET (priv->code_row), code != NULL);
  adw_action_row_set_subtitle (priv->code_row, code != NULL ? code : "");
  if (code == NULL)
    {
      psr_announce (GTK_WIDGET (self), _("Sign in with the browser"));
      open_browser (self);
      return;
    }

  psr_announce (GTK_WIDGET (self), code);
}

static void
on_open (PsrSetupPage *self)
{
  open_browser (self);
}

static void
on_copy_code (PsrSetupPage *self)
{
  const char *code = psr_setup_get_prompt_code (get (self)->setup);

  if (code == NULL)
    return;

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), code);
  psr_announce (GTK_WIDGET (self), _("Copied"));
}

static const char *
get_busy_text (PsrSetupPagePrivate *priv)
{
  const char *progress = psr_setup_get_progress (priv->setup);

  if (psr_setup_get_prompt_url (priv->setup) != NULL)
    return psr_setup_get_prompt_code (priv->setup) != NULL ? _("Waiting until you have signed in…")
                                                           : _("Sign in with the browser, then come back…");
  if (progress != NULL)
    return progress;

  return priv->busy_text != NULL ? priv->busy_text : _("Looking…");
}

/**
 * psr_setup_page_refresh:
 * @self: a page
 *
 * Shows what there is now.
 */
void
psr_setup_page_refresh (PsrSetupPage *self)
{
  PsrSetupPagePrivate *priv = get (self);
  PsrSetupState state;

  g_return_if_fail (PSR_IS_SETUP_PAGE (self));

  if (priv->setup == NULL)
    return;

  state = psr_setup_get_state (priv->setup, priv->step);
  gtk_widget_set_visible (priv->description_label, priv->description != NULL);
  show_trouble (priv);
  show_proofs (priv, state);
  gtk_label_set_label (priv->busy_label, get_busy_text (priv));
  gtk_widget_set_visible (priv->busy_box, state == PSR_SETUP_BUSY);
  gtk_widget_set_visible (priv->cancel_button, state == PSR_SETUP_BUSY);
  gtk_widget_set_visible (priv->next_button, state != PSR_SETUP_BUSY);
  gtk_widget_set_sensitive (priv->next_button, state != PSR_SETUP_IDLE);
  /* What isn't typed needn't be kept from being changed. */
  gtk_widget_set_sensitive (priv->content_bin, state != PSR_SETUP_BUSY || priv->step >= PSR_SETUP_CHECK);

  if (PSR_SETUP_PAGE_GET_CLASS (self)->refresh != NULL)
    PSR_SETUP_PAGE_GET_CLASS (self)->refresh (self);
  show_prompt (self);
  tell_state (self, state);
}

static gboolean
does_load (PsrSetupStep step)
{
  return step == PSR_SETUP_BC || step == PSR_SETUP_COMPANY || step == PSR_SETUP_WELLO || step == PSR_SETUP_START ||
         step == PSR_SETUP_BILLING;
}

static void
psr_setup_page_showing (AdwNavigationPage *page)
{
  PsrSetupPagePrivate *priv = get (PSR_SETUP_PAGE (page));

  if (priv->setup != NULL && !priv->is_single)
    psr_setup_set_step (priv->setup, priv->step);
}

static void
psr_setup_page_shown (AdwNavigationPage *page)
{
  PsrSetupPage *self = PSR_SETUP_PAGE (page);
  PsrSetupPagePrivate *priv = get (self);
  GtkWidget *dialog = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_DIALOG);

  /* Enter in a row is the button. */
  if (dialog != NULL)
    adw_dialog_set_default_widget (ADW_DIALOG (dialog), priv->next_button);
  priv->shown = PSR_SETUP_IDLE;
  if (priv->setup == NULL)
    return;

  /* Who is quick has pressed the button before the page came to rest. */
  if (does_load (priv->step) && psr_setup_get_state (priv->setup, priv->step) != PSR_SETUP_DONE &&
      psr_setup_get_state (priv->setup, priv->step) != PSR_SETUP_BUSY)
    dex_future_disown (psr_setup_load (priv->setup, priv->step));
  psr_setup_page_refresh (self);
}

/* Who goes back doesn't wait for what was begun here. */
static void
psr_setup_page_hiding (AdwNavigationPage *page)
{
  PsrSetupPagePrivate *priv = get (PSR_SETUP_PAGE (page));

  if (priv->setup != NULL && psr_setup_get_state (priv->setup, priv->step) == PSR_SETUP_BUSY)
    psr_setup_stop (priv->setup);
}

/**
 * psr_setup_page_leave:
 * @self: a page
 *
 * This step is done: the next one's turn.
 */
void
psr_setup_page_leave (PsrSetupPage *self)
{
  g_return_if_fail (PSR_IS_SETUP_PAGE (self));

  g_signal_emit (self, signals[LEAVE], 0);
}

static DexFuture *
on_applied (DexFuture *future,
            gpointer   data)
{
  g_autoptr(PsrSetupPage) self = g_weak_ref_get (data);

  /* A person may have gone elsewhere meanwhile. */
  if (self != NULL && get (self)->setup != NULL && dex_future_get_value (future, NULL) != NULL &&
      psr_setup_get_state (get (self)->setup, get (self)->step) == PSR_SETUP_DONE)
    psr_setup_page_leave (self);

  return dex_future_new_true ();
}

/**
 * psr_setup_page_apply:
 * @self: a page
 *
 * Tries what was given, and leaves the page when it proved right.
 */
void
psr_setup_page_apply (PsrSetupPage *self)
{
  PsrSetupPagePrivate *priv = get (self);

  g_return_if_fail (PSR_IS_SETUP_PAGE (self));

  dex_future_disown (dex_future_finally (psr_setup_apply (priv->setup, priv->step), on_applied,
                                         psr_weak_new (self), psr_weak_free));
}

static void
psr_setup_page_real_go_on (PsrSetupPage *self)
{
  PsrSetupPagePrivate *priv = get (self);

  if (psr_setup_get_state (priv->setup, priv->step) == PSR_SETUP_DONE)
    psr_setup_page_leave (self);
  else
    psr_setup_page_apply (self);
}

static void
on_next (PsrSetupPage *self)
{
  PSR_SETUP_PAGE_GET_CLASS (self)->go_on (self);
}

static void
on_cancel (PsrSetupPage *self)
{
  psr_setup_stop (get (self)->setup);
  psr_announce (GTK_WIDGET (self), _("Given up"));
}

/**
 * psr_setup_page_set_setup:
 * @self: a page
 * @setup: what it shows
 * @is_single: whether it is shown alone, to change this step only
 */
void
psr_setup_page_set_setup (PsrSetupPage *self,
                          PsrSetup     *setup,
                          gboolean      is_single)
{
  PsrSetupPagePrivate *priv = get (self);
  g_autofree char *place = NULL;

  g_return_if_fail (PSR_IS_SETUP_PAGE (self));
  g_return_if_fail (PSR_IS_SETUP (setup));
  g_return_if_fail (priv->setup == NULL);

  priv->setup = g_object_ref (setup);
  priv->is_single = is_single;
  if (is_single)
    {
      g_object_set (self, "next-label", _("_Save"), NULL);
    }
  else if (priv->step > PSR_SETUP_WELCOME)
    {
      /* Translators: which step of how many. */
      place = g_strdup_printf (_("Step %u of %u"), priv->step, PSR_SETUP_N_STEPS - 1);
      adw_window_title_set_subtitle (priv->window_title, place);
    }
  g_signal_connect_object (setup, "changed", G_CALLBACK (psr_setup_page_refresh), self, G_CONNECT_SWAPPED);
  psr_setup_page_refresh (self);
}

/**
 * psr_setup_page_get_setup:
 * @self: a page
 *
 * Returns: (transfer none) (nullable): what it shows
 */
PsrSetup *
psr_setup_page_get_setup (PsrSetupPage *self)
{
  g_return_val_if_fail (PSR_IS_SETUP_PAGE (self), NULL);

  return get (self)->setup;
}

/**
 * psr_setup_page_get_step:
 * @self: a page
 *
 * Returns: its step
 */
PsrSetupStep
psr_setup_page_get_step (PsrSetupPage *self)
{
  g_return_val_if_fail (PSR_IS_SETUP_PAGE (self), PSR_SETUP_WELCOME);

  return get (self)->step;
}

/**
 * psr_setup_page_is_single:
 * @self: a page
 *
 * Returns: whether it is shown alone
 */
gboolean
psr_setup_page_is_single (PsrSetupPage *self)
{
  g_return_val_if_fail (PSR_IS_SETUP_PAGE (self), FALSE);

  return get (self)->is_single;
}

static void
psr_setup_page_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  PsrSetupPagePrivate *priv = get (PSR_SETUP_PAGE (object));

  switch (prop_id)
    {
    case PROP_BUSY_TEXT:
      g_value_set_string (value, priv->busy_text);
      break;
    case PROP_CONTENT:
      g_value_set_object (value, priv->content);
      break;
    case PROP_DESCRIPTION:
      g_value_set_string (value, priv->description);
      break;
    case PROP_NEXT_LABEL:
      g_value_set_string (value, priv->next_label);
      break;
    case PROP_STEP_NAME:
      g_value_set_string (value, psr_setup_step_to_string (priv->step));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
psr_setup_page_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  PsrSetupPagePrivate *priv = get (PSR_SETUP_PAGE (object));
  gboolean is_new = FALSE;

  switch (prop_id)
    {
    case PROP_BUSY_TEXT:
      is_new = g_set_str (&priv->busy_text, g_value_get_string (value));
      break;
    case PROP_CONTENT:
      is_new = g_set_object (&priv->content, g_value_get_object (value));
      break;
    case PROP_DESCRIPTION:
      is_new = g_set_str (&priv->description, g_value_get_string (value));
      break;
    case PROP_NEXT_LABEL:
      is_new = g_set_str (&priv->next_label, g_value_get_string (value));
      break;
    case PROP_STEP_NAME:
      is_new = psr_setup_step_from_string (g_value_get_string (value), &priv->step);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }

  if (is_new)
    g_object_notify_by_pspec (object, pspec);
}

static void
psr_setup_page_dispose (GObject *object)
{
  PsrSetupPagePrivate *priv = get (PSR_SETUP_PAGE (object));

  g_clear_object (&priv->setup);
  gtk_widget_dispose_template (GTK_WIDGET (object), PSR_TYPE_SETUP_PAGE);
  g_clear_object (&priv->content);

  G_OBJECT_CLASS (psr_setup_page_parent_class)->dispose (object);
}

static void
psr_setup_page_finalize (GObject *object)
{
  PsrSetupPagePrivate *priv = get (PSR_SETUP_PAGE (object));

  g_free (priv->description);
  g_free (priv->next_label);
  g_free (priv->busy_text);
  g_free (priv->opened);

  G_OBJECT_CLASS (psr_setup_page_parent_class)->finalize (object);
}

static void
psr_setup_page_class_init (PsrSetupPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  AdwNavigationPageClass *page_class = ADW_NAVIGATION_PAGE_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = psr_setup_page_dispose;
  object_class->finalize = psr_setup_page_finalize;
  object_class->get_property = psr_setup_page_get_property;
  object_class->set_property = psr_setup_page_set_property;
  page_class->showing = psr_setup_page_showing;
  page_class->shown = psr_setup_page_shown;
  page_class->hiding = psr_setup_page_hiding;
  klass->go_on = psr_setup_page_real_go_on;

  properties[PROP_BUSY_TEXT] = g_param_spec_string ("busy-text", NULL, NULL, NULL, flags);
  properties[PROP_CONTENT] = g_param_spec_object ("content", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_DESCRIPTION] = g_param_spec_string ("description", NULL, NULL, NULL, flags);
  properties[PROP_NEXT_LABEL] = g_param_spec_string ("next-label", NULL, NULL, NULL, flags);
  properties[PROP_STEP_NAME] = g_param_spec_string ("step-name", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * PsrSetupPage::leave:
   *
   * The step is done.
   */
  signals[LEAVE] = g_signal_new ("leave", PSR_TYPE_SETUP_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/app/passerelle/psr-setup-page.ui");
  gtk_widget_class_bind_template_child_private (widget_class, PsrSetupPage, window_title);
  gtk_widget_class_bind_template_child_private (widget_class, PsrSetupPage, scroller);
  gtk_widget_class_bind_template_child_private (widget_class, PsrSetupPage, before_box);
  gtk_widget_class_bind_template_child_private (widget_class, PsrSetupPage, before_label);
  gtk_widget_class_bind_template_child_private (widget_class, PsrSetupPage, description_label);
  gtk_widget_class_bind_template_child_private (widget_class, PsrSetupPage, content_bin);
  gtk_widget_class_bind_template_child_private (widget_class, PsrSetupPage, trouble_box);
  gtk_widget_class_bind_template_child_private (widget_class, PsrSetupPage, what_label);
  gtk_widget_class_bind_template_child_private (widget_class, PsrSetupPage, help_button);
  gtk_widget_class_bind_template_child_private (widget_class, PsrSetupPage, why_label);
  gtk_widget_class_bind_template_child_private (widget_class, PsrSetupPage, mend_label);
  gtk_widget_class_bind_template_child_private (widget_class, PsrSetupPage, proof_box);
  gtk_widget_class_bind_template_child_private (widget_class, PsrSetupPage, proof_label);
  gtk_widget_class_bind_template_child_private (widget_class, PsrSetupPage, prompt_group);
  gtk_widget_class_bind_template_child_private (widget_class, PsrSetupPage, code_row);
  gtk_widget_class_bind_template_child_private (widget_class, PsrSetupPage, busy_box);
  gtk_widget_class_bind_template_child_private (widget_class, PsrSetupPage, busy_label);
  gtk_widget_class_bind_template_child_private (widget_class, PsrSetupPage, cancel_button);
  gtk_widget_class_bind_template_child_private (widget_class, PsrSetupPage, next_button);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_code);
  gtk_widget_class_bind_template_callback (widget_class, on_next);
  gtk_widget_class_bind_template_callback (widget_class, on_open);
}

static void
psr_setup_page_init (PsrSetupPage *self)
{
  PsrSetupPagePrivate *priv = get (self);

  gtk_widget_init_template (GTK_WIDGET (self));
  priv->next_label = g_strdup (_("C_ontinue"));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NEXT_LABEL]);
}
