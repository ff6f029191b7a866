/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-audit-words"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-audit-words.h"
#include "psr-billing-reason.h"
#include "psr-billing-state.h"
#include "psr-billing-words.h"
#include "psr-check.h"
#include "psr-sync-flow.h"

/* What stands before the checks that a person accepted, and before which version of the
 * invoice was approved; psr-approve.c writes it. */
#define ACCEPTED "accepted: "
#define VERSION "version "

/* What the audit has, and what people are told. */
static const struct
{
  const char *action;
  const char *title;
} titles[] = {
  /* What people decide; psr-engine-activity.c lists it. */
  { "approve", N_("Approved") },
  { "approve-post", N_("Approved to be posted") },
  { "unapprove", N_("Approval taken back") },
  { "take", N_("Taken as it is") },
  { "skip", N_("Skipped") },
  { "unskip", N_("Billed after all") },
  { "mark-billed", N_("Marked as billed") },
  { "unmark", N_("No longer marked as billed") },
  { "withdraw", N_("To be withdrawn") },
  { "retry", N_("To be tried at once") },
  { "pause-flow", N_("Flow paused") },
  { "resume-flow", N_("Flow goes on") },
  { "couple", N_("Coupled") },
  { "uncouple", N_("Uncoupled") },
  { "take-bc", N_("Values of Business Central taken") },
  { "take-wello", N_("Values of Wello taken") },
  { "confirm-accounts", N_("Accounts confirmed") },
  { "ask-bill", N_("Asked to bill") },
  { "ask-refresh", N_("Asked to read the work") },
  { "ask-sync", N_("Asked to sync") },
  { "ask-couple", N_("Asked to couple") },
  { "ask-act", N_("Asked for a decision to be carried out") },
  { "give-up-request", N_("Request given up") },

  /* What was read in Wello. */
  { "found", N_("Found") },
  { "refreshed", N_("Read anew") },
  { "changed-in-wello", N_("Changed in Wello") },
  { "read-early", N_("Read: from before the first day") },
  { "checks-failed", N_("A check doesn’t pass") },
  { "checks-passed", N_("All checks pass") },
  { "check-asks", N_("A check asks first") },
  { "not-checked", N_("Not checked completely yet") },
  { "changed", N_("Changed in Wello") },
  { "left-queue", N_("No longer ready in Wello") },
  { "ready-again", N_("Ready in Wello again") },

  /* On its way to Business Central. */
  { "send", N_("About to be sent") },
  { "made", N_("Made") },
  { "not-made", N_("Not done yet") },
  { "refused", N_("Refused") },
  { "unknown", N_("No answer that settles it") },
  { "holder-gone", N_("The program ended meanwhile") },
  { "found-fits", N_("Found, and it fits") },
  { "found-odd", N_("Found, and it doesn’t fit") },
  { "not-seen-yet", N_("Not seen yet") },
  { "not-there", N_("Proven not to be there") },
  { "gave-up", N_("Given up") },
  { "reprice", N_("Prices about to be put right") },
  { "refer", N_("Reference about to be written") },
  { "verified", N_("Compared, and it is right") },
  { "differs", N_("Compared, and it differs") },
  { "fit-to-post", N_("Fit to be posted") },
  { "post", N_("About to be posted") },
  { "posted", N_("Posted") },
  { "post-refused", N_("Posting refused") },
  { "quote", N_("Quote about to be made") },
  { "convert", N_("Quote about to be converted") },
  { "drop-quote", N_("Quote about to be removed") },
  { "quote-dropped", N_("Quote removed") },
  { "remove-quote", N_("Left-over quote removed") },
  { "try-quote", N_("Trial quote made") },

  /* Afterwards. */
  { "confirmed", N_("Wello knows the number") },
  { "confirm-refused", N_("Wello doesn’t take it") },
  { "number-refused", N_("Wello doesn’t take the number") },
  { "told", N_("Wello was told") },
  { "left-untold", N_("Wello is told once it is posted") },
  { "kept", N_("Kept as it is") },
  { "deleted", N_("Draft deleted") },
  { "followed-read", N_("Looked after") },
  { "gone", N_("Gone") },
  { "finished", N_("Posted and settled") },
};

/**
 * psr_audit_words_get_action:
 * @action: what the audit calls something that was done
 *
 * Returns: (transfer none): what people are told that it was, in the user's language;
 *   @action itself where it isn't known, as of a later version
 */
const char *
psr_audit_words_get_action (const char *action)
{
  g_return_val_if_fail (action != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (titles); i++)
    {
      if (strcmp (titles[i].action, action) == 0)
        return _(titles[i].title);
    }

  return action;
}

static const char *
get_value (const char *value)
{
  PsrBillingState state;
  PsrSyncFlow flow;

  if (psr_billing_state_from_string (value, &state))
    return psr_billing_state_get_label (state);

  return psr_sync_flow_from_string (value, &flow) ? psr_sync_flow_get_title (flow) : value;
}

/**
 * psr_audit_words_dup_change:
 * @action: what the audit calls something that was done
 * @old_value: what was before, or ""
 * @new_value: what is after, or ""
 *
 * Returns: (transfer full): what became of what, in the user's language; "" where it
 *   changed nothing, or isn't for people
 */
char *
psr_audit_words_dup_change (const char *action,
                            const char *old_value,
                            const char *new_value)
{
  const char *is, *was;

  g_return_val_if_fail (action != NULL && old_value != NULL && new_value != NULL, NULL);

  /* Fingerprints, and a request as programs read it. */
  if (strcmp (action, "changed-in-wello") == 0 || g_str_has_prefix (action, "ask-") || strcmp (old_value, new_value) == 0)
    return g_strdup ("");

  was = get_value (old_value);
  is = get_value (new_value);

  if (*was == '\0' || *is == '\0')
    return g_strconcat (was, is, NULL);

  return g_strconcat (was, " → ", is, NULL);
}

/* What the checks found, of their names. */
static char *
dup_checks (const char *ids)
{
  g_auto(GStrv) parts = g_strsplit_set (ids, ", ", -1);
  g_autofree char *list = g_strdup ("");

  for (char **part = parts; *part != NULL; part++)
    {
      const PsrCheck *check = psr_check_find (*part);
      const char *what = check != NULL ? _(check->what) : *part;
      g_autofree char *before = NULL;

      if (**part == '\0')
        continue;

      before = g_steal_pointer (&list);
      /* Translators: a list, and one more that belongs to it. */
      list = *before != '\0' ? g_strdup_printf (C_("list", "%s, %s"), before, what) : g_strdup (what);
    }

  return g_steal_pointer (&list);
}

static char *
dup_approved (const char *reason)
{
  g_auto(GStrv) parts = g_strsplit (reason, "; ", 2);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) told = NULL;

  for (char **part = parts; *part != NULL; part++)
    {
      if (g_str_has_prefix (*part, ACCEPTED))
        {
          g_autofree char *checks = dup_checks (*part + strlen (ACCEPTED));

          /* Translators: a list of what checks found, such as “The total is zero”. */
          g_strv_builder_take (builder, g_strdup_printf (_("accepted: %s"), checks));
        }
      else if (g_str_has_prefix (*part, VERSION))
        {
          /* Translators: the first digits of the fingerprint of an invoice as it was read. */
          g_strv_builder_take (builder, g_strdup_printf (_("version %s"), *part + strlen (VERSION)));
        }
      else
        {
          g_strv_builder_add (builder, *part);
        }
    }

  told = g_strv_builder_end (builder);

  return g_strv_length (told) == 2 ? g_strdup_printf (_("%s; %s"), told[0], told[1]) : g_strjoinv ("", told);
}

/* As the document's own reason is told. */
static char *
dup_refused (const char *reason)
{
  const PsrBillingReason reasons[] = { PSR_REASON_NUMBER_UNTOLD, PSR_REASON_LEGAL_NUMBER_UNTOLD };
  g_autoptr(PsrExplanation) kept = psr_explanation_new ("", reason, "");

  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++)
    {
      g_autoptr(PsrExplanation) told = psr_billing_words_read (psr_billing_reason_to_string (reasons[i]), kept);

      if (!g_str_equal (told->why, reason))
        return g_strdup (told->why);
    }

  return g_strdup (reason);
}

/**
 * psr_audit_words_dup_reason:
 * @action: what the audit calls something that was done
 * @reason: why, or ""
 *
 * Returns: (transfer full): @reason in the user's language; what a person wrote as it is;
 *   "" where it isn't for people
 */
char *
psr_audit_words_dup_reason (const char *action,
                            const char *reason)
{
  g_return_val_if_fail (action != NULL && reason != NULL, NULL);

  /* The fingerprint of what was read. */
  if (strcmp (action, "refreshed") == 0)
    return g_strdup ("");

  if (strcmp (action, "approve") == 0 || strcmp (action, "approve-post") == 0)
    return dup_approved (reason);

  if (strcmp (action, "check-asks") == 0)
    return dup_checks (reason);

  if (strcmp (action, "number-refused") == 0)
    return dup_refused (reason);

  return g_strdup (reason);
}
